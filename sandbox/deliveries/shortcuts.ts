import type { Slack } from '../slack.js';
import { formatTs } from '../workspace/ids.js';
import type { Channel, Message } from '../workspace/model.js';
import { presentMessage } from '../workspace/present.js';
import {
  channelNameForApps,
  payloadBase,
  sendPayload,
  shownOf,
  type Actor,
  type Shown,
} from './interactions.js';

/** A global shortcut: no channel, no `response_url` (facts, section 3). */
export async function runShortcut(slack: Slack, actor: Actor, callbackId: string): Promise<Shown> {
  const payload = {
    ...payloadBase(slack, actor, 'shortcut', {}),
    callback_id: callbackId,
    action_ts: formatTs(Math.floor(slack.timer.now() * 1000)),
  };
  return shownOf(await sendPayload(slack, actor.app, callbackId, payload));
}

/** A message shortcut, `message_action`: with the message, whoever wrote it, and a `response_url`. */
export async function runMessageShortcut(
  slack: Slack,
  actor: Actor,
  callbackId: string,
  channel: Channel,
  message: Message,
): Promise<Shown> {
  const payload = {
    ...payloadBase(slack, actor, 'message_action', { channelId: channel.id }),
    callback_id: callbackId,
    action_ts: formatTs(Math.floor(slack.timer.now() * 1000)),
    message_ts: message.ts,
    channel: { id: channel.id, name: channelNameForApps(channel) },
    message: presentMessage(channel, message, true),
    response_url: slack.responseUrls.issue(slack.publicUrl, {
      kind: 'actions',
      appId: actor.app.id,
      teamId: actor.installation.teamId,
      channelId: channel.id,
      userId: actor.user.id,
      // Only a message of the app itself could be replaced.
      ...(message.body.app_id === actor.app.id ? { messageTs: message.ts } : {}),
    }),
  };
  return shownOf(await sendPayload(slack, actor.app, callbackId, payload));
}
