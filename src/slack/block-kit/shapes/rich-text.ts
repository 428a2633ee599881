import { byType, list, may, must, object, only, whole } from './composites.js';
import { type Json, type Shape, isObject } from './shape.js';
import { anyUrl, characters, choice, exact, flag, integer, number } from './values.js';

const STYLES = ['bold', 'italic', 'strike', 'code', 'underline', 'highlight', 'client_highlight', 'unlink'];
const style = may(object(Object.fromEntries(STYLES.map((name) => [name, may(flag)]))));
const id = must(exact(255));

/** What may stand in a line (@slack/types, `RichTextElement`). */
const INLINE: Record<string, Shape> = {
  text: object({ type: must(choice('text')), text: must(characters), style }),
  link: object({
    type: must(choice('link')),
    url: must(anyUrl),
    text: may(characters),
    unsafe: may(flag),
    style,
  }),
  user: object({ type: must(choice('user')), user_id: id, style }),
  channel: object({ type: must(choice('channel')), channel_id: id, style }),
  usergroup: object({ type: must(choice('usergroup')), usergroup_id: id, style }),
  team: object({ type: must(choice('team')), team_id: id, style }),
  emoji: object({
    type: must(choice('emoji')),
    name: id,
    unicode: may(exact(255)),
    url: may(anyUrl),
    style,
  }),
  broadcast: object({
    type: must(choice('broadcast')),
    range: must(choice('here', 'channel', 'everyone')),
    style,
  }),
  color: object({ type: must(choice('color')), value: id, style }),
  date: object({
    type: must(choice('date')),
    timestamp: must(number),
    format: must(characters),
    url: may(anyUrl),
    fallback: may(characters),
    style,
  }),
};

const line = (shape: Shape) => must(list(shape, { least: 0, most: Infinity }));
const inline = line(byType(INLINE));
const border = may(integer(0, 1));
const section = object({ type: must(choice('rich_text_section')), elements: inline });

const PARTS: Record<string, Shape> = {
  rich_text_section: section,
  rich_text_quote: object({ type: must(choice('rich_text_quote')), elements: inline, border }),
  rich_text_preformatted: object({
    type: must(choice('rich_text_preformatted')),
    elements: line(byType(only(INLINE, ['text', 'link']))),
    border,
  }),
  rich_text_list: object({
    type: must(choice('rich_text_list')),
    style: must(choice('bullet', 'ordered'), 'bullet'),
    elements: line(byType({ rich_text_section: section })),
    indent: may(integer(0, 8)),
    offset: may(integer(0, Number.MAX_SAFE_INTEGER)),
    border,
  }),
};

/** Of a rich_text block, and of what has rich text in it. */
export const richTextElements = must(list(byType(PARTS), { most: Infinity }));

/** Rich text where it stands in something else: in a table's cell, as a title. */
export const richText = byType({
  rich_text: object({
    type: must(choice('rich_text')),
    block_id: whole(exact(255)),
    elements: richTextElements,
  }),
});

/** Its characters, as the limits of tables count them. */
export function richTextLength(value: Json | undefined): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, inner) => sum + richTextLength(inner), 0);
  if (!isObject(value)) return 0;
  return (typeof value.text === 'string' ? value.text.length : 0) + richTextLength(value.elements);
}
