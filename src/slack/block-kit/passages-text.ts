import { escapeMrkdwn, link, mrkdwnAsPlain } from './mrkdwn.js';
import type { Passage } from './passages.js';

/** Passages as one mrkdwn text, a passage to a line or more. Buttons that work in Slack alone are not in it. */
export function passagesText(passages: readonly Passage[]): string {
  return passages.flatMap(lines).join('\n');
}

function lines(passage: Passage): string[] {
  switch (passage.kind) {
    case 'title':
      return [`*${escapeMrkdwn(mrkdwnAsPlain(passage.text)).replace(/\s+/g, ' ')}*`];
    case 'fields':
      return passage.fields.map((field) => field.replace(/\n+/, ' '));
    case 'table':
      return passage.rows.map((row) => row.map((cell) => cell.replace(/\s+/g, ' ')).join(' | '));
    case 'link':
      return [link(passage.url, passage.label)];
    case 'controls':
      return [];
    default:
      return [passage.text];
  }
}
