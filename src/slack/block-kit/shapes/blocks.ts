import { NOTHING, isBlank } from '../blank.js';
import { LIMITS } from '../limits.js';
import { truncateMrkdwn } from '../mrkdwn.js';
import { blockPassages } from '../passages.js';
import { passagesText } from '../passages-text.js';
import { CARD, TASK_CARD, cardHasBody, carousel, plan } from './cards.js';
import { CHART, chartWithinBudget } from './chart.js';
import { type Properties, byType, list, may, must, object } from './composites.js';
import {
  PICTURE,
  accessory,
  actionElement,
  contextAction,
  distinctActions,
  inputElement,
  oneSource,
  picture,
} from './elements.js';
import { richText, richTextElements } from './rich-text.js';
import { type Json, type JsonObject, type Place, type Shape, countLeft, isObject } from './shape.js';
import { DATA_TABLE, TABLE, spendTable } from './tables.js';
import { anyText, plain, plainText } from './texts.js';
import { choice, exact, flag, integer, line } from './values.js';

/** Once in a message. Slack makes one up where there is none. */
const blockId: Shape = (value, place) => {
  const id = exact(LIMITS.id)(value, place);
  if (typeof id !== 'string') return undefined;
  if (place.all.blockIds.has(id)) return place.fault('block_id already exists');
  place.all.blockIds.add(id);
  return id;
};

const block = (type: string, properties: Properties, finish?: Parameters<typeof object>[1]): Shape =>
  object({ type: must(choice(type)), block_id: may(blockId), ...properties }, finish);

const words = (text: string): Json => ({ type: 'mrkdwn', text, verbatim: true });
const more = (count: number) => words(countLeft(count));

const contextElement: Shape = (value, place) =>
  isObject(value) && value.type === 'image'
    ? picture(value, place)
    : anyText(LIMITS.sectionText)(value, place);

/** Of all markdown blocks together so much; the rest of a few words is not worth its block. */
const markdownText: Shape = (value, place) => {
  const left = place.all.markdownLeft;
  if (typeof value === 'string' && value.length > left && left < 200) {
    return place.lose(`must be less than ${LIMITS.markdown + 1} characters`);
  }
  const text = line(left)(value, place);
  if (typeof text === 'string') place.all.markdownLeft -= text.length;
  return text;
};

/** The blocks that a container takes. */
const CONTAINED: Record<string, Shape> = {
  section: block(
    'section',
    {
      text: may(anyText(LIMITS.sectionText)),
      fields: may(list(anyText(LIMITS.fieldText), { most: LIMITS.fields, more })),
      accessory: may(accessory),
      expand: may(flag),
    },
    sectionHasWords,
  ),
  header: block('header', { text: must(plain(LIMITS.headerText)), level: may(integer(1, 4)) }),
  context: block('context', {
    elements: must(list(contextElement, { most: LIMITS.contextElements, more })),
  }),
  actions: block('actions', {
    elements: must(distinctActions(list(actionElement, { most: LIMITS.actionElements, more: 'button' }))),
  }),
  divider: block('divider', {}),
  image: block('image', { ...PICTURE, title: may(plain(2_000)) }, oneSource),
  input: block('input', {
    label: must(plain(2_000), plainText(NOTHING)),
    hint: may(plain(2_000)),
    optional: may(flag),
    dispatch_action: may(flag),
    element: must(inputElement),
  }),
  rich_text: block('rich_text', { elements: richTextElements }),
  table: block('table', TABLE, spendTable),
};

const child: Shape = (value, place) => byType(CONTAINED)(value, place) ?? inWords(value);

/**
 * Every block that a message takes. Not here: `alert`, which is a modal's; `file`, which can be read and not posted; and
 * `video`, which needs a scope (`links.embed:write`) that this app doesn't ask for.
 */
const BLOCKS: Record<string, Shape> = {
  ...CONTAINED,
  markdown: block('markdown', { text: must(markdownText) }),
  context_actions: block('context_actions', {
    elements: must(distinctActions(list(contextAction, { most: 5, more: 'button' }))),
  }),
  data_table: block('data_table', DATA_TABLE),
  data_visualization: block('data_visualization', CHART, chartWithinBudget),
  card: block('card', CARD, cardHasBody),
  carousel: block('carousel', carousel(blockId)),
  plan: block('plan', plan(blockId)),
  task_card: block('task_card', TASK_CARD),
  container: block(
    'container',
    {
      title: may(plain(150)),
      rich_text_title: may(richText),
      subtitle: may(anyText(150)),
      child_blocks: must(list(child, { most: 10, more: 'block' })),
      width: may(choice('narrow', 'standard', 'wide', 'full')),
      icon: may(picture),
      is_collapsible: may(flag),
      default_collapsed: may(flag),
      has_header_divider: may(flag),
    },
    containerHasTitle,
  ),
};

/** A block of a message; one that can't be repaired becomes what can be read in it. */
export const messageBlock: Shape = (value, place) => byType(BLOCKS)(value, place) ?? inWords(value);

/** What can be read in a block, as a section of at most so many characters. */
export function inWords(block: Json, most: number = LIMITS.sectionText): JsonObject | undefined {
  const room = Math.min(most, LIMITS.sectionText);
  const text = truncateMrkdwn(passagesText(blockPassages(block)), room);
  return isBlank(text) ? undefined : { type: 'section', text: words(text) };
}

/** Words or fields. A button beside neither is still to be pressed. */
function sectionHasWords(fitted: JsonObject, place: Place): JsonObject | undefined {
  if (fitted.text !== undefined || fitted.fields !== undefined) return fitted;
  place.lose('must define either `text` or `fields`');
  return fitted.accessory === undefined ? undefined : { ...fitted, text: plainText(NOTHING) };
}

function containerHasTitle(fitted: JsonObject, place: Place): JsonObject {
  if (fitted.title !== undefined || fitted.rich_text_title !== undefined) return fitted;
  place.fault('missing required field: title');
  return { ...fitted, title: plainText(NOTHING) };
}
