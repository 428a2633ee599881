import { isObject, text, type Json, type JsonObject } from '../json.js';
import { checkElement } from './check-elements.js';
import { ANY_TEXT, type CheckReport } from './check-report.js';
import { checkRichText } from './check-rich-text.js';

export const CARD_PROPERTIES = ['hero_image', 'icon', 'title', 'subtitle', 'body', 'subtext', 'actions'];
export const TASK_PROPERTIES = ['task_id', 'title', 'details', 'output', 'sources', 'status'];
const STATUSES = ['pending', 'in_progress', 'complete', 'error'];

/** `card`: text fields are text objects, and one of hero_image, title, actions and body is there. */
export function checkCard(report: CheckReport, block: JsonObject, at: string): void {
  if (['hero_image', 'title', 'actions', 'body'].every((name) => block[name] === undefined)) {
    report.add(at, 'must define one of `hero_image`, `title`, `actions` or `body`');
  }
  report.textObject(block, 'title', at, { max: 150, kinds: ANY_TEXT });
  report.textObject(block, 'subtitle', at, { max: 150, kinds: ANY_TEXT });
  report.textObject(block, 'body', at, { max: 200, kinds: ANY_TEXT });
  report.textObject(block, 'subtext', at, { max: 200, kinds: ANY_TEXT });
  for (const name of ['hero_image', 'icon']) {
    if (block[name] !== undefined) checkElement(report, block[name], `${at}/${name}`, ['image']);
  }
  report.items(block, 'actions', at, { max: 3 }, (button, buttonAt) =>
    checkElement(report, button, buttonAt, ['button']),
  );
}

export function checkCarousel(report: CheckReport, block: JsonObject, at: string): void {
  report.items(block, 'elements', at, { max: 10, required: true }, (card, cardAt) => {
    if (!isObject(card)) return report.add(cardAt, 'must provide an object');
    if (card.type !== 'card') return unsupported(report, card, cardAt);
    report.known(card, cardAt, ['type', 'block_id', ...CARD_PROPERTIES]);
    checkCard(report, card, cardAt);
  });
}

/** `plan`: a title, which is a bare string, and task cards. */
export function checkPlan(report: CheckReport, block: JsonObject, at: string): void {
  report.string(block, 'title', at, { max: 256, required: true });
  report.items(block, 'tasks', at, { min: 0, max: 50 }, (task, taskAt) => {
    if (!isObject(task)) return report.add(taskAt, 'must provide an object');
    if (task.type !== undefined && task.type !== 'task_card') return unsupported(report, task, taskAt);
    report.known(task, taskAt, ['type', 'block_id', ...TASK_PROPERTIES]);
    checkTask(report, task, taskAt, STATUSES);
  });
}

/** A task card that stands alone can't be `pending` (facts, section 7). */
export function checkTaskCard(report: CheckReport, block: JsonObject, at: string): void {
  checkTask(
    report,
    block,
    at,
    STATUSES.filter((status) => status !== 'pending'),
  );
}

function checkTask(report: CheckReport, task: JsonObject, at: string, statuses: readonly string[]): void {
  report.string(task, 'task_id', at, { max: 255, required: true });
  // How long a title may be is not documented for plans and tasks: 256 is unverified.
  report.string(task, 'title', at, { max: 256, required: true });
  report.field(task, 'status', at, true);
  report.oneOf(task, 'status', at, statuses);
  for (const name of ['details', 'output']) {
    report.object(task, name, at, false, (value, valueAt) => checkRichText(report, value, valueAt));
  }
  report.items(task, 'sources', at, { min: 0, max: Infinity }, (source, sourceAt) =>
    checkSource(report, source, sourceAt),
  );
}

function checkSource(report: CheckReport, source: Json, at: string): void {
  if (!isObject(source)) return report.add(at, 'must provide an object');
  if (source.type !== 'url') return unsupported(report, source, at);
  report.string(source, 'url', at, { max: 3000, required: true });
  report.string(source, 'text', at, { max: 3000, required: true });
}

function unsupported(report: CheckReport, value: JsonObject, at: string): void {
  report.add(`${at}/type`, `unsupported type: ${text(value.type) || typeof value.type}`);
}
