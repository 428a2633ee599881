import { isObject, list, text, type Json, type JsonObject } from '../json.js';
import type { CheckReport } from './check-report.js';

/** What each inline element must have (@slack/types, `RichTextElement`). */
const INLINE: Record<string, string> = {
  text: 'text',
  link: 'url',
  user: 'user_id',
  channel: 'channel_id',
  usergroup: 'usergroup_id',
  team: 'team_id',
  emoji: 'name',
  broadcast: 'range',
  color: 'value',
  date: 'timestamp',
};
const BORDERED = ['rich_text_list', 'rich_text_quote', 'rich_text_preformatted'];

/** A rich_text block's, a table cell's or an initial value's content. */
export function checkRichText(report: CheckReport, block: JsonObject, at: string): void {
  if (block.type !== 'rich_text') return report.add(`${at}/type`, 'must be one of rich_text');
  report.items(block, 'elements', at, { max: Infinity, required: true }, (element, elementAt) => {
    if (!isObject(element)) return report.add(elementAt, 'must provide an object');
    const type = text(element.type);
    if (type !== 'rich_text_section' && !BORDERED.includes(type))
      return unsupported(report, element, elementAt);
    if (BORDERED.includes(type)) report.integer(element, 'border', elementAt, 0, 1);
    if (type === 'rich_text_list') return checkList(report, element, elementAt);
    checkInlines(report, element, elementAt);
  });
}

/** Its characters, as the limits of tables count them. */
export function richTextLength(value: Json | undefined): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, inner) => sum + richTextLength(inner), 0);
  if (!isObject(value)) return 0;
  return text(value.text).length + richTextLength(value.elements);
}

function checkList(report: CheckReport, element: JsonObject, at: string): void {
  report.field(element, 'style', at, true);
  report.oneOf(element, 'style', at, ['bullet', 'ordered']);
  report.integer(element, 'indent', at, 0, 8);
  report.items(element, 'elements', at, { min: 0, max: Infinity, required: true }, (section, sectionAt) => {
    if (!isObject(section)) return report.add(sectionAt, 'must provide an object');
    if (section.type !== 'rich_text_section') return unsupported(report, section, sectionAt);
    checkInlines(report, section, sectionAt);
  });
}

function checkInlines(report: CheckReport, owner: JsonObject, at: string): void {
  report.field(owner, 'elements', at, true);
  list(owner.elements).forEach((inline, index) => {
    const inlineAt = `${at}/elements/${index}`;
    if (!isObject(inline)) return report.add(inlineAt, 'must provide an object');
    const needed = Object.hasOwn(INLINE, text(inline.type)) ? INLINE[text(inline.type)] : undefined;
    if (needed === undefined) return unsupported(report, inline, inlineAt);
    report.field(inline, needed, inlineAt, true);
  });
}

function unsupported(report: CheckReport, element: JsonObject, at: string): void {
  report.add(`${at}/type`, `unsupported type: ${text(element.type) || typeof element.type}`);
}
