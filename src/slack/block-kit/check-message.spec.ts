import { checkMessage } from './check-message.js';
import { actions, button, context, fieldSections, header, image, section } from './blocks.js';

const x = (length: number) => 'x'.repeat(length);
const many = (length: number, one: unknown) => Array.from({ length }, () => one);
const each = (length: number, make: (index: number) => unknown) =>
  Array.from({ length }, (_, index) => make(index));

/** Where the faults of a message with these blocks are. */
const faultsOf = (...blocks: unknown[]) =>
  checkMessage({ text: 'x', blocks }).map(({ pointer, detail }) => `${pointer} ${detail}`);

const withElement = (...elements: unknown[]) => ({ type: 'actions', elements });
const cells = (length: number, text = 'c') => many(length, { type: 'raw_text', text });
const chart = (of: object) => ({ type: 'data_visualization', title: 'Load', chart: of });
const pie = (length: number) =>
  chart({ type: 'pie', segments: each(length, (index) => ({ label: `s${index}`, value: 1 })) });

describe('the limits of a message', () => {
  it('our own cards have no fault', () => {
    const blocks = [
      header('Disk full'),
      context('Critical'),
      section('*97%*'),
      ...fieldSections(many(25, { label: 'a', value: 'b' }) as { label: string; value: string }[]),
      image('https://a.b/c.png', 'A graph'),
      actions(button({ actionId: 'a', value: 'v', label: 'Go' })),
    ];
    expect(checkMessage({ text: 'Disk full', blocks })).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['no text', { text: '' }, '/text'],
    ['blank text beside blocks', { text: ' \u200b', blocks: [{ type: 'divider' }] }, '/text'],
    ['4,001 characters', { text: x(4_001) }, '/text'],
    ['51 blocks', { text: 'x', blocks: many(51, { type: 'divider' }) }, '/blocks'],
    ['blocks that are no list', { text: 'x', blocks: {} }, '/blocks'],
    ['101 attachments', { text: 'x', attachments: many(101, { text: 'x' }) }, '/attachments'],
    ['attachments that are no objects', { text: 'x', attachments: ['x'] }, '/attachments/0'],
    [
      'bad blocks in an attachment',
      { text: 'x', attachments: [{ blocks: [{ type: 'alert' }] }] },
      '/attachments/0/blocks/0/type',
    ],
    ['metadata without a payload', { text: 'x', metadata: { event_type: 'a' } }, '/metadata'],
    [
      'much metadata',
      { text: 'x', metadata: { event_type: 'a', event_payload: { a: x(9_000) } } },
      '/metadata/event_payload',
    ],
    ['13,001 characters in blocks', { text: 'x', blocks: many(5, section(x(2_601))) }, '/blocks'],
    ['what is no message', 'x', ''],
  ])('%s', (_, message, pointer) => {
    expect(checkMessage(message)[0]?.pointer).toBe(pointer);
  });

  it('takes as much as just fits', () => {
    for (const message of [
      { text: x(4_000) },
      { text: 'x', blocks: many(50, { type: 'divider' }) },
      { text: '', attachments: many(100, { text: 'x' }) },
      { text: 'x', blocks: many(5, section(x(2_600))) },
    ]) {
      expect(checkMessage(message)).toEqual([]);
    }
  });

  it('counts ids, charts, markdown, tables and the cursor over the whole message', () => {
    const divider = { type: 'divider', block_id: 'a' };
    expect(faultsOf(divider, divider)).toEqual(['/blocks/1/block_id block_id already exists']);
    expect(faultsOf(pie(1), pie(1), pie(1))[0]).toMatch(/^\/blocks\/2 no more than 2/);
    const markdown = (length: number) => ({ type: 'markdown', text: x(length) });
    expect(faultsOf(markdown(6_000), markdown(6_000))).toEqual([]);
    expect(faultsOf(markdown(6_000), markdown(6_001))[0]).toMatch(/^\/blocks\/1\/text /);
    const table = (length: number) => ({ type: 'table', rows: [cells(1, x(length))] });
    expect(faultsOf(table(5_000), table(5_000))).toEqual([]);
    expect(faultsOf(table(5_000), table(5_001))[0]).toMatch(/^\/blocks\/1\/rows /);
    const focused = { type: 'datepicker', focus_on_load: true };
    expect(faultsOf(withElement(focused), withElement(focused))).toEqual([
      '/blocks/1/elements/0/focus_on_load only one element may have `focus_on_load` set to true',
    ]);
  });
});
