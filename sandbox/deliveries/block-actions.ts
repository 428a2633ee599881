import { holdsValue, chosenEntry } from '../blocks/element-values.js';
import { allOptions } from '../blocks/check-options.js';
import type { PlacedElement } from '../blocks/elements.js';
import { isObject, text, type Json, type JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import type { View } from '../views/view.js';
import { presentView } from '../views/present-view.js';
import { formatTs } from '../workspace/ids.js';
import type { Channel, Message } from '../workspace/model.js';
import { presentMessage } from '../workspace/present.js';
import type { FilledForm } from './filled-form.js';
import {
  channelNameForApps,
  notSent,
  payloadBase,
  sendPayload,
  shownOf,
  type Actor,
  type Shown,
} from './interactions.js';
import type { FoundElement } from './message-elements.js';

/** Someone asked for what can't be done: there is no such option, say. */
export class NotChoosable extends Error {}

/** Sends `block_actions` for a message (shape: facts, sections 3 and 16); `value` is what was chosen or typed. */
export async function useMessageElement(
  slack: Slack,
  actor: Actor,
  channel: Channel,
  message: Message,
  found: FoundElement,
  value?: Json,
): Promise<Shown> {
  const form = slack.messageForms.of(message, actor.user.id);
  const action = use(slack, form, found, value);
  if (!fires(found)) return notSent();
  const { attachmentId } = found;
  const ephemeral = message.ephemeralTo !== undefined;
  const payload: JsonObject = {
    ...payloadBase(slack, actor, 'block_actions', { channelId: channel.id }),
    container: {
      type: attachmentId === undefined ? 'message' : 'message_attachment',
      message_ts: message.ts,
      ...(attachmentId === undefined ? {} : { attachment_id: attachmentId, is_app_unfurl: false }),
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(typeof message.body.thread_ts === 'string' ? { thread_ts: message.body.thread_ts } : {}),
    },
    channel: { id: channel.id, name: channelNameForApps(channel) },
    ...(ephemeral ? {} : { message: presentMessage(channel, message, true) }),
    state: { values: form.state },
    response_url: slack.responseUrls.issue(slack.publicUrl, {
      kind: 'actions',
      appId: actor.app.id,
      teamId: actor.installation.teamId,
      channelId: channel.id,
      userId: actor.user.id,
      messageTs: message.ts,
    }),
    actions: [action],
  };
  return shownOf(await sendPayload(slack, actor.app, text(found.element.action_id), payload));
}

/** The same for an element of a modal or of the home tab: no channel, no message, no `response_url`. */
export async function useViewElement(
  slack: Slack,
  actor: Actor,
  view: View,
  found: PlacedElement,
  value?: Json,
): Promise<Shown> {
  const action = use(slack, view.form, found, value);
  slack.world.touch();
  if (!fires(found)) return notSent();
  const payload: JsonObject = {
    ...payloadBase(slack, actor, 'block_actions', { viewId: view.id, channelId: view.conversation }),
    container: { type: 'view', view_id: view.id },
    view: presentView(view),
    actions: [action],
  };
  return shownOf(await sendPayload(slack, actor.app, text(found.element.action_id), payload));
}

/** Elements of input blocks fire only with `dispatch_action` (facts, section 3). */
function fires({ block }: PlacedElement): boolean {
  return block.type !== 'input' || block.dispatch_action === true;
}

/** Puts what was chosen into the form, and answers with the payload's action. */
function use(slack: Slack, form: FilledForm, found: PlacedElement, value: Json | undefined): JsonObject {
  const { block, element } = found;
  const base: JsonObject = { type: element.type, action_id: element.action_id, block_id: block.block_id };
  const actionTs = formatTs(Math.floor(slack.timer.now() * 1000));
  if (!holdsValue(element)) return { ...base, ...pressed(element, value), action_ts: actionTs };
  const key = `${text(block.block_id)}/${text(element.action_id)}`;
  const entry = chosenEntry(element, value ?? null, form.offered.get(key));
  if (typeof entry === 'string') throw new NotChoosable(entry);
  (form.state[text(block.block_id)] ??= {})[text(element.action_id)] = entry;
  const echoed = Object.entries(element).filter(
    ([name]) => name.startsWith('initial_') || name === 'placeholder',
  );
  return { ...base, ...entry, ...Object.fromEntries(echoed), action_ts: actionTs };
}

/** Buttons of every kind, and overflow menus, hold nothing: their action says what was pressed. */
function pressed(element: JsonObject, value: Json | undefined): JsonObject {
  if (element.type === 'overflow') {
    const option = allOptions(element).find((one) => one.value === value || labelOf(one) === value);
    if (!option) throw new NotChoosable(`there is no ${JSON.stringify(value)} in the menu`);
    return { selected_option: option };
  }
  if (element.type === 'feedback_buttons') {
    const sides = [element.positive_button, element.negative_button].filter(isObject);
    const side = sides.find((one) => one.value === value || labelOf(one) === value);
    if (!side) throw new NotChoosable(`there is no ${JSON.stringify(value)} to give`);
    return { text: side.text, value: side.value };
  }
  return {
    text: element.text,
    ...(element.value === undefined ? {} : { value: element.value }),
    // @slack/bolt's ButtonAction has it.
    ...(element.url === undefined ? {} : { url: element.url }),
    ...(element.style === undefined ? {} : { style: element.style }),
  };
}

function labelOf(owner: JsonObject): Json | undefined {
  return isObject(owner.text) ? owner.text.text : undefined;
}
