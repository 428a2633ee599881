import { truncateMrkdwn, truncatePlain } from '../mrkdwn.js';
import { inWords, messageBlock } from './blocks.js';
import { type Json, type JsonObject, type Place, type Shape, isObject } from './shape.js';

/** How much may stand in a list of blocks. */
export interface Room {
  blocks: number;
  /** Characters of all texts together. */
  text: number;
}

/** What goes last, first. Within a kind, what stands further up stays. */
const IMPORTANCE = [
  ['header'],
  ['actions', 'input', 'context_actions'],
  ['section', 'rich_text', 'markdown', 'plan', 'task_card', 'card', 'container', 'carousel'],
  ['fields'],
  ['table', 'data_table', 'data_visualization'],
  ['image'],
  ['context'],
  ['divider'],
];

/** Blocks that fit into the room. Header, buttons and words survive fields, tables, pictures and small print. */
export const blockList =
  (room: Room): Shape =>
  (value, place) => {
    if (!Array.isArray(value)) return place.lose('must be an array');
    if (value.length > room.blocks) place.lose(`no more than ${room.blocks} items allowed`);
    // Not value.map: it leaves out the holes of a list, which travel as null.
    const fitted = Array.from(value, (block: Json | undefined, index) =>
      messageBlock(block ?? null, place.in(index)),
    ).filter((block) => isObject(block));
    const kept = withinText(mostImportant(fitted, room.blocks), room.text, place);
    place.leave('block', fitted.length - kept.length);
    return kept;
  };

/** Their places in the order in which they would be kept. */
function byImportance(blocks: JsonObject[]): number[] {
  const ranks = blocks.map(rank);
  return blocks.map((_, index) => index).sort((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0) || a - b);
}

function rank({ type, text, fields, accessory }: JsonObject): number {
  const pressed = isObject(accessory) && accessory.type !== 'image';
  const kind =
    type !== 'section' ? type : pressed ? 'actions' : text === undefined && fields ? 'fields' : type;
  return IMPORTANCE.findIndex((kinds) => kinds.some((one) => one === kind));
}

function mostImportant(blocks: JsonObject[], most: number): JsonObject[] {
  if (blocks.length <= most) return blocks;
  const chosen = new Set(byImportance(blocks).slice(0, most));
  return blocks.filter((_, index) => chosen.has(index));
}

/** A block that is shortened keeps at least so much, or goes. */
const WORTHWHILE = 100;

function withinText(blocks: JsonObject[], most: number, place: Place): JsonObject[] {
  if (textLength(blocks) <= most) return blocks;
  place.lose(`must have less than ${most + 1} characters of text`);
  const kept: (JsonObject | undefined)[] = [];
  let left = most;
  for (const index of byImportance(blocks)) {
    const block = blocks[index] ?? {};
    const fitting =
      textLength(block) <= left ? block : left < WORTHWHILE ? undefined : shortened(block, left);
    kept[index] = fitting;
    left -= fitting === undefined ? 0 : textLength(fitting);
  }
  return kept.filter((block) => block !== undefined);
}

/** Where it is the text that is long, the rest of the block stays. */
function shortened(block: JsonObject, most: number): JsonObject | undefined {
  const { text } = block;
  const room = most - (textLength(block) - textLength(text ?? null));
  if (room < WORTHWHILE) return inWords(block, most);
  if (typeof text === 'string') return { ...block, text: truncatePlain(text, room) };
  if (!isObject(text) || typeof text.text !== 'string') return inWords(block, most);
  const cut = text.type === 'mrkdwn' ? truncateMrkdwn : truncatePlain;
  return { ...block, text: { ...text, text: cut(text.text, room) } };
}

/** Blocks with limits of their own, beyond that of a message. */
const APART = new Set<Json | undefined>(['table', 'data_table', 'data_visualization']);

/** The characters of every text in blocks, and in what is in them. */
function textLength(value: Json): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + textLength(item), 0);
  if (!isObject(value) || APART.has(value.type)) return 0;
  return Object.entries(value).reduce(
    (sum, [name, inner]) =>
      sum + (typeof inner !== 'string' ? textLength(inner ?? null) : name === 'text' ? inner.length : 0),
    0,
  );
}
