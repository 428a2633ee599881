import { isObject, objects, text, type JsonObject } from '../json.js';
import type { SandboxMessage } from './sandbox-message.js';

/** What a message says: its text and every text of its blocks and attachments, a line each. */
export function wholeText(message: Pick<SandboxMessage, 'text' | 'blocks' | 'attachments'>): string {
  const lines = [message.text];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (!isObject(value)) return;
    if (typeof value.text === 'string') lines.push(value.text);
    for (const [key, inner] of Object.entries(value)) if (key !== 'text' || isObject(inner)) walk(inner);
  };
  walk(message.blocks);
  walk(message.attachments);
  return lines.filter((line) => line !== '').join('\n');
}

/** A channel's contents for the message of a failed expectation. */
export function describeMessages(messages: SandboxMessage[]): string {
  if (messages.length === 0) return '  (nothing)';
  return messages
    .map((message) => {
      const marks = [
        message.thread_ts && message.thread_ts !== message.ts ? `reply to ${message.thread_ts}` : '',
        message.ephemeral_to ? `only for ${message.ephemeral_to}` : '',
        message.edits > 0 ? `edited ×${message.edits}` : '',
      ].filter((mark) => mark !== '');
      const said = wholeText(message).split('\n').join('\n      ');
      const buttons = buttonsOf(message.blocks).map((button) => `[${button}]`);
      return [
        `  ${message.ts} ${message.user}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`,
        `      ${said}`,
        ...(buttons.length > 0 ? [`      ${buttons.join(' ')}`] : []),
      ].join('\n');
    })
    .join('\n');
}

function buttonsOf(blocks: JsonObject[] | undefined): string[] {
  return objects(blocks)
    .flatMap((block) => [...objects(block.elements), block.accessory].filter(isObject))
    .filter((element) => typeof element.action_id === 'string')
    .map((element) => `${isObject(element.text) ? text(element.text.text) : ''} #${text(element.action_id)}`);
}
