import { escapeMrkdwn, link } from './mrkdwn.js';
import { type Json, type JsonObject, isObject } from './shapes/shape.js';

/** Rich text as mrkdwn, whatever JSON it is; what is none of it is left out. */
export function richTextAsMrkdwn(elements: Json | undefined): string {
  return objects(elements).map(part).filter(Boolean).join('\n');
}

function part(element: JsonObject): string {
  const { type, elements } = element;
  if (type === 'rich_text_list') {
    const indent = '    '.repeat(
      typeof element.indent === 'number' ? Math.min(Math.max(element.indent, 0), 8) : 0,
    );
    return objects(elements)
      .map(
        (one, index) =>
          `${indent}${element.style === 'ordered' ? `${index + 1}.` : '•'} ${line(one.elements)}`,
      )
      .join('\n');
  }
  const text = line(elements);
  if (text === '') return '';
  if (type === 'rich_text_preformatted') return `\`\`\`${text}\`\`\``;
  if (type === 'rich_text_quote') return text.replace(/^/gm, '&gt; ');
  return text;
}

const line = (elements: Json | undefined) => objects(elements).map(inline).join('');

function inline(element: JsonObject): string {
  const { type } = element;
  const name = (property: string) => words(element[property]);
  switch (type) {
    case 'text':
      return styled(name('text'), element.style);
    case 'link':
      return link(raw(element.url), raw(element.text) || raw(element.url));
    case 'user':
      return mention('@', raw(element.user_id), /^[UW][A-Z0-9]+$/);
    case 'channel':
      return mention('#', raw(element.channel_id), /^[CDG][A-Z0-9]+$/);
    case 'usergroup':
      return mention('!subteam^', raw(element.usergroup_id), /^S[A-Z0-9]+$/);
    case 'broadcast':
      return mention('!', raw(element.range), /^(here|channel|everyone)$/);
    case 'emoji':
      return `:${name('name')}:`;
    case 'date':
      return name('fallback') || dateOf(element.timestamp);
    default:
      return name('value') || name('text');
  }
}

/** The markers hold only where they stand at the words themselves. */
function styled(text: string, style: Json | undefined): string {
  const core = text.trim();
  const start = text.indexOf(core);
  if (core === '' || !isObject(style)) return text;
  const marks = [
    ...(style.code === true ? ['`'] : []),
    ...(style.strike === true ? ['~'] : []),
    ...(style.italic === true ? ['_'] : []),
    ...(style.bold === true ? ['*'] : []),
  ];
  const marked = marks.reduce((inside, mark) => `${mark}${inside}${mark}`, core);
  return text.slice(0, start) + marked + text.slice(start + core.length);
}

const mention = (sign: string, id: string, pattern: RegExp) =>
  pattern.test(id) ? `<${sign}${id}>` : escapeMrkdwn(id);

function dateOf(timestamp: Json | undefined): string {
  const at = new Date(typeof timestamp === 'number' ? timestamp * 1_000 : NaN);
  return Number.isNaN(at.getTime()) ? '' : at.toISOString();
}

const raw = (value: Json | undefined) => (typeof value === 'string' ? value : '');
const words = (value: Json | undefined) => escapeMrkdwn(raw(value));
const objects = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter((one) => isObject(one)) : [];
