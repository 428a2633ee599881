import { chosenEntry, fieldProblem, type StateValues } from '../blocks/element-values.js';
import { findPlaced, placedElements } from '../blocks/elements.js';
import { NotChoosable } from '../deliveries/block-actions.js';
import { notSent, payloadBase, sendPayload, type Actor, type Shown } from '../deliveries/interactions.js';
import type { Outcome } from '../deliveries/sender.js';
import { isObject, objects, parseJson, text, type Json, type JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import { checkView } from './check-view.js';
import { presentView } from './present-view.js';
import type { View } from './view.js';

/** What a person sees after they pressed the submit button. */
export interface Submitted extends Shown {
  /** What stands under the fields, by block_id. */
  errors: Record<string, string>;
}

/** What stands in a modal when the answer was late, failed, or was none of Slack's (facts, section 3). */
const TROUBLE = 'We had some trouble connecting. Try again?';

/** Puts `values` into a form's fields, each named by action_id, block_id or label. */
export function fillIn(view: View, values: JsonObject): void {
  const all = placedElements(view.content.blocks);
  for (const [name, value] of Object.entries(values)) {
    const found = findPlaced(all, name);
    if (!found) throw new NotChoosable(`the view has no field “${name}”`);
    const [blockId, actionId] = [text(found.block.block_id), text(found.element.action_id)];
    const entry = chosenEntry(found.element, value ?? null, view.form.offered.get(`${blockId}/${actionId}`));
    if (typeof entry === 'string') throw new NotChoosable(entry);
    (view.form.state[blockId] ??= {})[actionId] = entry;
  }
}

/**
 * Presses a modal's submit button. The client itself keeps back what is not filled in; else `view_submission` is sent
 * and its answer done: nothing closes the view, `errors`, `update`, `push` and `clear` do as they say, and anything
 * else is trouble (facts, section 3).
 */
export async function submitView(slack: Slack, actor: Actor, view: View): Promise<Submitted> {
  view.errors = missing(view);
  view.problem = null;
  slack.world.touch();
  if (Object.keys(view.errors).length > 0) {
    return { ...notSent(Object.values(view.errors)[0]), errors: view.errors };
  }
  const payload = {
    ...payloadBase(slack, actor, 'view_submission', { viewId: view.id, channelId: view.conversation }),
    view: presentView(view),
    response_urls: responseUrls(slack, actor, view),
  };
  const outcome = await sendPayload(slack, actor.app, view.content.callbackId, payload);
  view.problem = applyAnswer(slack, view, outcome);
  slack.world.touch();
  const { status, ms, body } = outcome;
  return {
    status,
    ms,
    body,
    shown: view.problem ?? Object.values(view.errors)[0] ?? null,
    errors: view.errors,
  };
}

function missing(view: View): Record<string, string> {
  const problems = objects(view.content.blocks)
    .filter(({ type }) => type === 'input')
    .map((block): [string, string | undefined] => {
      const element = isObject(block.element) ? block.element : {};
      const entry = view.form.state[text(block.block_id)][text(element.action_id)];
      return [text(block.block_id), fieldProblem(block, entry)];
    });
  return Object.fromEntries(problems.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/** A URL for each conversation that was chosen in a menu with `response_url_enabled`. */
function responseUrls(slack: Slack, actor: Actor, view: View): JsonObject[] {
  return placedElements(view.content.blocks)
    .filter(({ element }) => element.response_url_enabled === true)
    .flatMap(({ block, element }) => {
      const entry = (view.form.state as Partial<StateValues>)[text(block.block_id)]?.[
        text(element.action_id)
      ];
      const channelId = text(entry?.selected_conversation) || text(entry?.selected_channel);
      if (channelId === '') return [];
      const response_url = slack.responseUrls.issue(slack.publicUrl, {
        kind: 'app',
        appId: actor.app.id,
        teamId: actor.installation.teamId,
        channelId,
        userId: actor.user.id,
      });
      return [
        { block_id: block.block_id, action_id: element.action_id, channel_id: channelId, response_url },
      ];
    });
}

/** Does what the app answered; the text is what the person sees where it can't be done. */
function applyAnswer(slack: Slack, view: View, outcome: Outcome): string | null {
  if (outcome.failure !== undefined || outcome.status !== 200) return TROUBLE;
  if (outcome.body.trim() === '') {
    slack.views.close(view);
    return null;
  }
  const answer = parseJson(outcome.body);
  if (!isObject(answer)) return TROUBLE;
  switch (answer.response_action) {
    case 'errors':
      return showErrors(view, answer.errors);
    case 'clear':
      for (const open of slack.views.stackOf(view.userId).slice(0, 1)) slack.views.close(open);
      return null;
    case 'update':
    case 'push':
      return showView(slack, view, answer.response_action, answer.view);
    default:
      return TROUBLE;
  }
}

/** Errors must name input blocks of this view. That another key is trouble for the whole answer is *unverified*. */
function showErrors(view: View, errors: Json | undefined): string | null {
  const inputs = view.content.blocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id);
  const pairs = isObject(errors) ? Object.entries(errors) : [];
  const good = pairs.every(([id, shown]) => inputs.includes(id) && typeof shown === 'string' && shown !== '');
  if (!good || pairs.length === 0) return TROUBLE;
  view.errors = Object.fromEntries(pairs) as Record<string, string>;
  return null;
}

function showView(slack: Slack, view: View, how: 'update' | 'push', given: Json | undefined): string | null {
  const verdict = checkView(given, 'modal', (file) => slack.files.canShow(view.installation, file));
  if (!verdict.ok) return TROUBLE;
  const twin = slack.views.findExternal(view.installation, verdict.content.externalId);
  if (twin && !(how === 'update' && twin === view)) return TROUBLE;
  if (how === 'push') return slack.views.push(view, verdict.content) ? null : TROUBLE;
  slack.views.update(view, verdict.content);
  return null;
}
