import { isObject, objects, text, type JsonObject } from '../json.js';

/** An element that a person can use, and the block that it stands in. */
export interface PlacedElement {
  block: JsonObject;
  element: JsonObject;
}

const NOT_INTERACTIVE = new Set(['image', 'plain_text', 'mrkdwn']);

/** The blocks and those inside containers, carousels and plans. */
export function allBlocks(blocks: JsonObject[]): JsonObject[] {
  return blocks.flatMap((block) => [block, ...allBlocks(innerBlocks(block))]);
}

/** The interactive elements that stand in this block itself. */
export function elementsOf(block: JsonObject): JsonObject[] {
  const rows = block.type === 'actions' || block.type === 'context_actions' ? objects(block.elements) : [];
  const buttons = block.type === 'card' ? objects(block.actions) : [];
  return [...rows, ...buttons, block.accessory, block.element]
    .filter(isObject)
    .filter((element) => !NOT_INTERACTIVE.has(text(element.type)));
}

/** Every interactive element of these blocks, in order. */
export function placedElements(blocks: JsonObject[]): PlacedElement[] {
  return allBlocks(blocks).flatMap((block) => elementsOf(block).map((element) => ({ block, element })));
}

/** The element that a person means: by `action_id`, or by a button's text; of one block where it is named. */
export function findPlaced<T extends PlacedElement>(
  all: T[],
  wanted: string,
  blockId?: string,
): T | undefined {
  const inBlock = all.filter(({ block }) => blockId === undefined || block.block_id === blockId);
  return (
    inBlock.find(({ element }) => element.action_id === wanted) ??
    inBlock.find(({ element }) => isObject(element.text) && text(element.text.text) === wanted) ??
    // In a form, what a person names is the label above the field.
    inBlock.find(({ block }) => isObject(block.label) && text(block.label.text) === wanted) ??
    inBlock.find(({ block }) => block.type === 'input' && block.block_id === wanted)
  );
}

function innerBlocks(block: JsonObject): JsonObject[] {
  if (block.type === 'container') return objects(block.child_blocks);
  if (block.type === 'carousel') return objects(block.elements);
  return block.type === 'plan' ? objects(block.tasks) : [];
}
