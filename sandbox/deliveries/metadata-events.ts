import { text, type JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import type { Channel, Message, SlackApp } from '../workspace/model.js';
import { originIn } from './envelope.js';

/**
 * `message_metadata_posted`, `_updated` or `_deleted` to the apps in the channel that have metadata.message:read and
 * have subscribed to this app's metadata or to this type (facts, section 19).
 */
export function announceMetadata(
  slack: Slack,
  channel: Channel,
  message: Message,
  change: { before?: JsonObject; after?: JsonObject; ts: string },
): void {
  const { before, after, ts } = change;
  const about = after ?? before;
  if (!about) return;
  for (const installation of slack.world.installationsIn(channel)) {
    const app = slack.world.apps.get(installation.appId);
    const hears =
      installation.scopes.includes('metadata.message:read') &&
      channel.members.has(installation.botUserId) &&
      app !== undefined &&
      wants(app, text(message.body.app_id), text(about.event_type));
    if (!hears) continue;
    const event = {
      type: `message_metadata_${after ? (before ? 'updated' : 'posted') : 'deleted'}`,
      ...(after ? { metadata: after } : {}),
      ...(before ? { previous_metadata: before } : {}),
      app_id: message.body.app_id,
      bot_id: message.body.bot_id,
      user_id: message.body.user,
      team_id: message.body.team,
      channel_id: channel.id,
      message_ts: message.ts,
      ...(after ? {} : { deleted_ts: message.ts }),
      event_ts: ts,
    };
    const origin = originIn(slack.world, installation, channel, text(message.body.team) || undefined);
    slack.events.emit(installation, event, origin);
  }
}

function wants(app: SlackApp, appId: string, eventType: string): boolean {
  return (app.metadataSubscriptions ?? []).some(
    (one) => [appId, '*'].includes(one.app_id) && [eventType, '*'].includes(one.event_type),
  );
}
