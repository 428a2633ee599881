import { isBlank } from './blank.js';
import { escapeMrkdwn } from './mrkdwn.js';
import { richTextAsMrkdwn } from './rich-text-mrkdwn.js';
import { type Json, isObject, own } from './shapes/shape.js';

/** What there is to read in a message, in order, without its form. Every text is mrkdwn; labels and URLs are plain. */
export type Passage =
  | { kind: 'title' | 'text' | 'note'; text: string }
  | { kind: 'fields'; fields: string[] }
  | { kind: 'table'; rows: string[][] }
  | { kind: 'link'; label: string; url: string }
  /** Buttons and menus, which work in Slack alone. */
  | { kind: 'controls'; labels: string[] };

/** Blocks stand in blocks four deep at most; what is nested deeper was made to break us. */
const DEEPEST = 8;

/**
 * Whatever can be read in a message, in any JSON: blocks that Slack would refuse among it. It never throws.
 * `text` is among the passages where the blocks have no title of their own: it is what notifications say.
 */
export function passagesOf(message: unknown): Passage[] {
  if (!isObject(message)) return texts('text', toMrkdwn(message as Json));
  const blocks = items(own(message, 'blocks')).flatMap((block) => blockPassages(block));
  const attachments = items(own(message, 'attachments')).flatMap(attachmentPassages);
  const text = own(message, 'text');
  const lead = typeof text === 'string' ? texts('text', text) : texts('text', toMrkdwn(text));
  const body = [...blocks, ...attachments];
  const said = body.some((one) => one.kind === 'title' || ('text' in one && one.text === text));
  return said ? body : [...lead, ...body];
}

/** What can be read in one block. */
export function blockPassages(block: Json, depth = 0): Passage[] {
  if (!isObject(block)) return texts('text', toMrkdwn(block));
  if (depth > DEEPEST) return [];
  const type = own(block, 'type');
  const read = typeof type === 'string' && Object.hasOwn(READERS, type) ? READERS[type] : readAnything;
  return read?.((name) => own(block, name), depth) ?? [];
}

type Get = (name: string) => Json | undefined;
type Reader = (get: Get, depth: number) => Passage[];

const inner: (value: Json | undefined, depth: number) => Passage[] = (value, depth) =>
  items(value).flatMap((one) => blockPassages(one, depth + 1));

const READERS: Record<string, Reader> = {
  header: (get) => texts('title', toMrkdwn(get('text'))),
  section: (get) => [
    ...texts('text', toMrkdwn(get('text'))),
    ...fields(items(get('fields')).map(toMrkdwn)),
    ...elementPassages([get('accessory')]),
  ],
  context: (get) => [
    ...texts('note', items(get('elements')).map(toMrkdwn).filter(isThere).join('  ·  ')),
    ...elementPassages(items(get('elements')).filter((one) => isObject(one) && one.type === 'image')),
  ],
  actions: (get) => elementPassages(items(get('elements'))),
  context_actions: (get) => elementPassages(items(get('elements'))),
  divider: () => [],
  image: (get) => [
    ...texts('note', toMrkdwn(get('title'))),
    ...links(plainWords(get('alt_text')), get('image_url')),
  ],
  input: (get) => texts('text', toMrkdwn(get('label'))),
  rich_text: (get) => texts('text', richTextAsMrkdwn(get('elements'))),
  video: (get) => [
    ...links(plainWords(get('title')), get('title_url') ?? get('video_url')),
    ...texts('text', toMrkdwn(get('description'))),
  ],
  table: (get) => table(get('rows')),
  data_table: (get) => [...texts('note', toMrkdwn(get('caption'))), ...table(get('rows'))],
  data_visualization: (get) => [...texts('note', toMrkdwn(get('title'))), ...chart(get('chart'))],
  card: (get) => [
    ...texts('title', toMrkdwn(get('title'))),
    ...texts('note', toMrkdwn(get('subtitle'))),
    ...texts('text', toMrkdwn(get('body'))),
    ...texts('note', toMrkdwn(get('subtext'))),
    ...elementPassages([get('hero_image'), ...items(get('actions'))]),
  ],
  carousel: (get, depth) => items(get('elements')).flatMap((one) => asType('card', one, depth)),
  container: (get, depth) => [
    ...texts('title', toMrkdwn(get('title'))),
    ...inner([get('rich_text_title') ?? null], depth),
    ...texts('note', toMrkdwn(get('subtitle'))),
    ...inner(get('child_blocks'), depth),
  ],
  plan: (get, depth) => [
    ...texts('title', toMrkdwn(get('title'))),
    ...items(get('tasks')).flatMap((one) => asType('task_card', one, depth)),
  ],
  task_card: (get, depth) => [
    ...texts('text', [toMrkdwn(get('title')), toMrkdwn(get('status'))].filter(isThere).join(': ')),
    ...inner([get('details') ?? null, get('output') ?? null], depth),
    ...items(get('sources')).flatMap((one) =>
      isObject(one) ? links(plainWords(own(one, 'text')), own(one, 'url')) : [],
    ),
  ],
};

/** Of a kind that we don't know, what stands where others have their words. */
const readAnything: Reader = (get, depth) => [
  ...texts('text', toMrkdwn(get('title'))),
  ...texts('text', toMrkdwn(get('text'))),
  ...texts('text', toMrkdwn(get('description'))),
  ...fields(items(get('fields')).map(toMrkdwn)),
  ...inner(get('blocks'), depth),
];

function asType(type: string, value: Json, depth: number): Passage[] {
  return isObject(value) ? blockPassages({ ...value, type }, depth + 1) : [];
}

/** The legacy form of a message: a coloured bar with a title, texts and fields, or blocks. */
function attachmentPassages(attachment: Json): Passage[] {
  if (!isObject(attachment)) return texts('text', toMrkdwn(attachment));
  const get: Get = (name) => own(attachment, name);
  const title = get('title');
  const linked = links(plainWords(title), get('title_link'));
  const passages = [
    // In an attachment a bare string is mrkdwn.
    ...texts('text', get('pretext')),
    ...texts('note', get('author_name')),
    ...(linked.length > 0 ? linked : texts('text', toMrkdwn(title))),
    ...texts('text', get('text')),
    ...fields(
      items(get('fields')).map((field) =>
        isObject(field) ? [bold(field.title), words(field.value)].filter(isThere).join('\n') : '',
      ),
    ),
    ...items(get('blocks')).flatMap((block) => blockPassages(block)),
    ...links('Image', get('image_url')),
    ...elementPassages(items(get('actions'))),
    ...texts('note', get('footer')),
  ];
  return passages.length > 0 ? passages : texts('text', get('fallback'));
}

function elementPassages(elements: (Json | undefined)[]): Passage[] {
  const labels: string[] = [];
  const found: Passage[] = [];
  for (const element of elements.filter(isObject)) {
    const label = plainWords(element.text) || plainWords(element.placeholder);
    const link = links(label || plainWords(element.alt_text), element.url ?? element.image_url);
    if (link.length > 0) found.push(...link);
    else if (label !== '') labels.push(label);
  }
  return labels.length > 0 ? [...found, { kind: 'controls', labels }] : found;
}

function table(rows: Json | undefined): Passage[] {
  const cells = items(rows).map((row) => items(row).map(cellWords));
  return cells.some((row) => row.some(isThere)) ? [{ kind: 'table', rows: cells }] : [];
}

function cellWords(cell: Json): string {
  if (!isObject(cell)) return toMrkdwn(cell);
  if (own(cell, 'type') === 'rich_text') return richTextAsMrkdwn(own(cell, 'elements'));
  return toMrkdwn(own(cell, 'text') ?? own(cell, 'value'));
}

function chart(value: Json | undefined): Passage[] {
  if (!isObject(value)) return [];
  const points = (list: Json | undefined) =>
    items(list)
      .filter(isObject)
      .map((point) => [words(point.label), words(point.value)]);
  const rows = [
    ...points(value.segments),
    ...items(value.series)
      .filter(isObject)
      .flatMap((series) => points(series.data).map((point) => [words(series.name), ...point])),
  ];
  return rows.length > 0 ? [{ kind: 'table', rows }] : [];
}

/** A text object, or a bare value, as mrkdwn. */
function toMrkdwn(value: Json | undefined): string {
  if (!isObject(value)) return words(value);
  const text = own(value, 'text');
  return own(value, 'type') === 'mrkdwn' && typeof text === 'string' ? text : words(text);
}

const words = (value: Json | undefined) =>
  typeof value === 'string' || typeof value === 'number' ? escapeMrkdwn(String(value)) : '';

const bold = (value: Json | undefined) => (isThere(words(value)) ? `*${words(value)}*` : '');

function plainWords(value: Json | undefined): string {
  const text = isObject(value) ? own(value, 'text') : value;
  return typeof text === 'string' && !isBlank(text) ? text.replace(/\s+/g, ' ').trim() : '';
}

const isThere = (text: string) => !isBlank(text);

function texts(kind: 'title' | 'text' | 'note', text: Json | undefined): Passage[] {
  return typeof text === 'string' && isThere(text) ? [{ kind, text: text.trim() }] : [];
}

function fields(all: string[]): Passage[] {
  const there = all.filter(isThere);
  return there.length > 0 ? [{ kind: 'fields', fields: there }] : [];
}

function links(label: string, url: Json | undefined): Passage[] {
  return typeof url === 'string' && /^https?:\/\/[^\s<>|]+$/i.test(url)
    ? [{ kind: 'link', label: label || url, url }]
    : [];
}

const items = (value: Json | undefined): Json[] =>
  Array.isArray(value) ? value : isObject(value) || typeof value === 'string' ? [value] : [];
