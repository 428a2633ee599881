import { formatTs } from '../workspace/ids.js';
import { isObject, objects, text, type Json, type JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import type { Channel, Installation, Message, SlackApp, User } from '../workspace/model.js';
import { presentMessage } from '../workspace/present.js';
import { payloadOrigin } from './payload-origin.js';
import type { Outcome } from './sender.js';

/** What came of something that a person did, and what they are shown about it. */
export interface Shown {
  status: number | null;
  ms: number;
  body: string;
  /** The error that the person sees; `null` if all went well. */
  shown: string | null;
}

/** An element of a message and where it stands. */
export interface FoundElement {
  block: JsonObject;
  element: JsonObject;
  /** The attachment that it is in, if any. */
  attachmentId?: number;
}

/** The interactive element of a message by `action_id` (and `block_id`), or by a button's text. */
export function findElement(message: Message, wanted: string, blockId?: string): FoundElement | undefined {
  const all = [
    ...elementsOf(message.body),
    ...objects(message.body.attachments).flatMap((attachment) =>
      elementsOf(attachment).map((found) => ({ ...found, attachmentId: Number(attachment.id) })),
    ),
  ].filter(({ block }) => blockId === undefined || block.block_id === blockId);
  return (
    all.find(({ element }) => element.action_id === wanted) ??
    all.find(({ element }) => isObject(element.text) && text(element.text.text) === wanted)
  );
}

function elementsOf(owner: JsonObject): FoundElement[] {
  return objects(owner.blocks).flatMap((block) =>
    [...objects(block.type === 'actions' ? block.elements : []), block.accessory]
      .filter(isObject)
      .filter((element) => typeof element.action_id === 'string')
      .map((element) => ({ block, element })),
  );
}

/**
 * Sends `block_actions` for a click on a message (shape: facts, sections 3 and 16). `value` chooses the option of a
 * select or an overflow menu.
 */
export async function click(
  slack: Slack,
  installation: Installation,
  app: SlackApp,
  channel: Channel,
  message: Message,
  found: FoundElement,
  user: User,
  value?: string,
): Promise<Shown> {
  const { block, element, attachmentId } = found;
  const ephemeral = message.ephemeralTo !== undefined;
  const payload: JsonObject = {
    type: 'block_actions',
    ...payloadOrigin(slack.world, installation, user),
    api_app_id: app.id,
    token: app.verificationToken,
    container: {
      type: attachmentId === undefined ? 'message' : 'message_attachment',
      message_ts: message.ts,
      ...(attachmentId === undefined ? {} : { attachment_id: attachmentId, is_app_unfurl: false }),
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(typeof message.body.thread_ts === 'string' ? { thread_ts: message.body.thread_ts } : {}),
    },
    trigger_id: slack.triggers.issue(app.id, installation.teamId, user.id),
    channel: { id: channel.id, name: channelNameForApps(channel) },
    ...(ephemeral ? {} : { message: presentMessage(channel, message, true) }),
    state: { values: {} },
    response_url: slack.responseUrls.issue(slack.publicUrl, {
      kind: 'actions',
      appId: installation.appId,
      teamId: installation.teamId,
      channelId: channel.id,
      userId: user.id,
      messageTs: message.ts,
    }),
    actions: [action(slack, block, element, value)],
  };
  const outcome = await slack.sender.send({
    app,
    url: app.interactivityUrl,
    kind: 'interactivity',
    name: text(element.action_id),
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
  });
  return { status: outcome.status, ms: outcome.ms, body: outcome.body, shown: shownFailure(outcome) };
}

/** What a person sees when an app doesn't take an interaction (wording of ours: facts only say "an error"). */
export function shownFailure(outcome: Outcome): string | null {
  if (outcome.failure === undefined) return null;
  if (outcome.failure === 'http_timeout') {
    return 'Operation timed out. Apps need to respond within 3 seconds.';
  }
  if (outcome.failure === 'http_error') return `This app responded with Status Code ${outcome.status}.`;
  return 'This app could not be reached.';
}

/** Names as payloads have them: `privategroup`, `directmessage` where there is no public one (facts, section 4). */
export function channelNameForApps(channel: Channel): string {
  if (channel.kind === 'im') return 'directmessage';
  return channel.kind === 'private' ? 'privategroup' : channel.name;
}

function action(slack: Slack, block: JsonObject, element: JsonObject, value: string | undefined): JsonObject {
  const base: JsonObject = {
    type: element.type,
    action_id: element.action_id,
    block_id: block.block_id,
    action_ts: formatTs(Math.floor(slack.timer.now() * 1000)),
  };
  if (element.type === 'button') {
    return {
      ...base,
      text: element.text,
      ...(element.value === undefined ? {} : { value: element.value }),
      ...(element.style === undefined ? {} : { style: element.style }),
    };
  }
  const option = optionOf(element, value);
  if (option) return { ...base, selected_option: option };
  return value === undefined ? base : { ...base, value };
}

function optionOf(element: JsonObject, value: string | undefined): JsonObject | undefined {
  const grouped = objects(element.option_groups).flatMap((group): Json[] => objects(group.options));
  return [...objects(element.options), ...objects(grouped)].find((option) => option.value === value);
}
