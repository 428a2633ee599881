import { randomBytes } from 'node:crypto';
import { allBlocks, elementsOf } from './elements.js';
import { named, publishedText } from '../workspace/published-text.js';
import { copy, isObject, objects, type Json, type JsonObject } from '../json.js';

/**
 * The blocks as Slack echoes them: with a random `block_id` and `action_id` where the app left them out,
 * `emoji: true` on plain_text and `verbatim: false` on mrkdwn (facts, section 16), and their texts as published.
 */
export function fillBlocks(blocks: Json[]): JsonObject[] {
  const filled = objects(copy(blocks));
  for (const block of allBlocks(filled)) {
    // Slack throws a markdown block's id away (facts, section 7).
    if (block.type === 'markdown') delete block.block_id;
    else if (typeof block.block_id !== 'string' || block.block_id === '') block.block_id = shortId();
    for (const element of elementsOf(block)) fillAction(element);
    if (block.type !== 'rich_text') fillTexts(block);
  }
  return filled;
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
  if (typeof element.action_id !== 'string' || element.action_id === '') element.action_id = shortId();
}

function fillTexts(value: Json | undefined): void {
  if (Array.isArray(value)) return value.forEach(fillTexts);
  if (!isObject(value)) return;
  if (value.type === 'plain_text' && typeof value.text === 'string') {
    value.emoji ??= true;
    if (value.emoji === true) value.text = named(value.text);
  } else if (value.type === 'mrkdwn' && typeof value.text === 'string') {
    value.verbatim ??= false;
    if (value.verbatim === false) value.text = publishedText(value.text);
  } else Object.values(value).forEach(fillTexts);
}

function shortId(): string {
  return randomBytes(4).toString('base64url').slice(0, 5);
}
