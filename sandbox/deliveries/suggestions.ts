import { checkOptionGroups, allOptions } from '../blocks/check-options.js';
import { CheckReport } from '../blocks/check-report.js';
import type { PlacedElement } from '../blocks/elements.js';
import { isObject, parseJson, text, type JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import type { FilledForm } from './filled-form.js';
import { payloadBase, sendPayload, shownOf, type Actor, type Shown } from './interactions.js';

/** What a person sees below the menu that they type into. */
export interface Suggested extends Shown {
  options: JsonObject[];
}

const MIN_QUERY_LENGTH = 3;

/**
 * Sends `block_suggestion` for what was typed into an external select, once it is long enough (`min_query_length`,
 * default 3), and keeps the answer so that it can be chosen from. `where` is the payload's place: `container` with
 * `view`, or with `message` and `channel`.
 */
export async function suggest(
  slack: Slack,
  actor: Actor,
  form: FilledForm,
  { block, element }: PlacedElement,
  typed: string,
  where: JsonObject,
): Promise<Suggested> {
  const least = typeof element.min_query_length === 'number' ? element.min_query_length : MIN_QUERY_LENGTH;
  const nothing: Suggested = { status: null, ms: 0, body: '', shown: null, options: [] };
  if (typed.length < least) return nothing;
  const payload: JsonObject = {
    ...payloadBase(slack, actor, 'block_suggestion'),
    action_id: element.action_id,
    block_id: block.block_id,
    value: typed,
    ...where,
  };
  const url = actor.app.optionsUrl ?? actor.app.interactivityUrl;
  const outcome = await sendPayload(slack, actor.app, text(element.action_id), payload, url);
  const shown = shownOf(outcome);
  if (shown.shown !== null) return { ...shown, options: [] };
  const answer = parseJson(outcome.body);
  const report = new CheckReport();
  if (isObject(answer) && !isNothing(answer)) checkOptionGroups(report, answer, '');
  if (!isObject(answer) || report.errors.length > 0) {
    // What Slack shows for a list it can't read is not documented; the words are ours (unverified).
    return { ...shown, shown: `No options could be loaded. ${report.errors.join('; ')}`.trim(), options: [] };
  }
  const options = allOptions(answer);
  form.offered.set(`${text(block.block_id)}/${text(element.action_id)}`, options);
  return { ...shown, options };
}

/** Nothing fits what was typed: an empty list, which no menu of its own may have (slackapi/bolt-python#580). */
function isNothing({ options, option_groups: groups }: JsonObject): boolean {
  const isEmpty = (list: unknown) => Array.isArray(list) && list.length === 0;
  return (isEmpty(options) && groups === undefined) || (isEmpty(groups) && options === undefined);
}
