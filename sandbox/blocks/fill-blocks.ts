import { randomBytes } from 'node:crypto';
import { copy, isObject, objects, type Json, type JsonObject } from '../json.js';

/** Elements that get an `action_id` where the app gave none. */
const NOT_INTERACTIVE = new Set(['image', 'plain_text', 'mrkdwn']);

/**
 * The blocks as Slack echoes them: with a random `block_id` and `action_id` where the app left them out,
 * `emoji: true` on plain_text and `verbatim: false` on mrkdwn (facts, section 16).
 */
export function fillBlocks(blocks: Json[]): JsonObject[] {
  return objects(copy(blocks)).map((block) => {
    if (block.type !== 'markdown' && typeof block.block_id !== 'string') block.block_id = shortId();
    for (const element of objects(block.type === 'actions' ? block.elements : [])) fillAction(element);
    for (const element of [block.accessory, block.element]) if (isObject(element)) fillAction(element);
    if (block.type !== 'rich_text') fillTexts(block);
    return block;
  });
}

/** Attachments as Slack echoes them: numbered from 1, their blocks filled in as a message's. */
export function fillAttachments(attachments: Json[]): JsonObject[] {
  return objects(copy(attachments)).map((attachment, index) => ({
    id: index + 1,
    ...attachment,
    ...(Array.isArray(attachment.blocks) ? { blocks: fillBlocks(attachment.blocks) } : {}),
    fallback: attachment.fallback ?? '[no preview available]',
  }));
}

function fillAction(element: JsonObject): void {
  if (typeof element.type === 'string' && NOT_INTERACTIVE.has(element.type)) return;
  if (typeof element.action_id !== 'string') element.action_id = shortId();
}

function fillTexts(value: Json | undefined): void {
  if (Array.isArray(value)) return value.forEach(fillTexts);
  if (!isObject(value)) return;
  if (value.type === 'plain_text' && typeof value.text === 'string') value.emoji ??= true;
  else if (value.type === 'mrkdwn' && typeof value.text === 'string') value.verbatim ??= false;
  else Object.values(value).forEach(fillTexts);
}

function shortId(): string {
  return randomBytes(4).toString('base64url').slice(0, 5);
}
