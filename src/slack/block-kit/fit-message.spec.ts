import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { goodMessage } from '../../../test/property/slack-messages.js';
import { anyMessage } from '../../../test/property/spoiled-messages.js';
import { actions, button, context, fieldSections, header, section } from './blocks.js';
import { checkMessage } from './check-message.js';
import { fitMessage } from './fit-message.js';
import type { SlackMessage } from './slack-message.js';

const LINK = 'https://board.example.com/messages/T1/2/3';
const CLOSING = `<${LINK}|The whole message>`;
const plain = (text: string) => ({ type: 'plain_text', text });
const x = (length: number) => 'x'.repeat(length);
const each = <T>(length: number, make: (index: number) => T) =>
  Array.from({ length }, (_, index) => make(index));
const fit = (message: unknown) => fitMessage(message, () => LINK);
const fitBlocks = (...blocks: unknown[]) => fit({ text: 'x', blocks }).message.blocks as unknown[];
const closing = (text: string) => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text, verbatim: true }],
});
const press = (id: string) => ({ type: 'button', text: plain('Go'), action_id: id, value: 'v' });

describe('a message that has no fault', () => {
  it('comes back as it is', () => {
    fc.assert(
      fc.property(goodMessage, (message) => {
        const fitted = fit(message);
        expect(fitted.message).toBe(message);
        expect(fitted.trimmed).toEqual([]);
      }),
      runs(100),
    );
  });
});

describe('whatever comes', () => {
  it('what was fitted has no fault, says what was wrong, and is fitted once and for all', () => {
    fc.assert(
      fc.property(
        anyMessage,
        fc.constantFrom(undefined, LINK, `https://a.b/${x(2_000)}`),
        (message, link) => {
          const { message: fitted, trimmed } = fitMessage(message, () => link);
          expect(checkMessage(fitted)).toEqual([]);
          expect(trimmed.length > 0).toBe(checkMessage(message).length > 0);
          expect(fitMessage(fitted, () => link).message).toBe(fitted);
        },
      ),
      runs(300),
    );
  });

  it('any JSON does, as a message, as its blocks, and as a block', () => {
    const json = fc.jsonValue({ maxDepth: 6 });
    fc.assert(
      fc.property(json, fc.constantFrom('section', 'actions', 'table', 'rich_text', 'x'), (value, type) => {
        const around = typeof value === 'object' && value !== null ? value : { text: value };
        for (const message of [value, { text: 'x', blocks: value }, { blocks: [{ ...around, type }] }]) {
          expect(checkMessage(fit(message).message)).toEqual([]);
        }
      }),
      runs(300),
    );
  });

  it('depth and size don’t break it', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 50_000; level++)
      deep = { type: 'container', child_blocks: [deep], a: [deep] };
    const wide = each(20_000, () => ({ type: 'section', text: { type: 'mrkdwn', text: '<'.repeat(500) } }));
    for (const message of [
      { text: 'x', blocks: [deep], metadata: { event_type: 'a', event_payload: { deep } } },
      { text: 'x', blocks: wide, attachments: [deep] },
    ]) {
      expect(checkMessage(fit(message).message)).toEqual([]);
    }
  });
});

describe('what is too much', () => {
  it('is cut, and the link to all of it follows', () => {
    const [text, last] = fitBlocks(section('a'), { type: 'header', text: plain(x(200)) }).slice(1);
    expect(text).toEqual({ type: 'header', text: plain(`${x(149)}…`) });
    expect(last).toEqual(closing(CLOSING));
  });

  it('of fields and rows says how many more there are, in the last one’s place', () => {
    const fields = each(22, (index) => ({ type: 'mrkdwn', text: `f${index}` }));
    const [shown, last] = fitBlocks({ type: 'section', fields }) as [{ fields: { text: string }[] }, unknown];
    expect(shown.fields).toHaveLength(10);
    expect(shown.fields[9]?.text).toBe('… and 13 more');
    expect(last).toEqual(closing(CLOSING));

    const cells = (text: string) => [
      { type: 'raw_text', text },
      { type: 'raw_text', text },
    ];
    const rows = each(150, (index) => cells(`r${index}`));
    const [table] = fitBlocks({ type: 'table', rows }) as [{ rows: unknown[][] }];
    expect(table.rows).toHaveLength(100);
    expect(table.rows[99]).toEqual([{ type: 'raw_text', text: '… and 51 more' }]);
    const long = each(150, () => cells(x(100)));
    const [short] = fitBlocks({ type: 'table', rows: long }) as [{ rows: unknown[][] }];
    expect(short.rows).toHaveLength(50);
    expect(short.rows[49]).toEqual([{ type: 'raw_text', text: '… and 101 more' }]);
    const [data] = fitBlocks({ type: 'data_table', caption: 'c', rows: each(300, () => cells('a')) }) as [
      { rows: unknown[][] },
    ];
    expect(data.rows).toHaveLength(201);
    expect(data.rows[200]).toEqual([
      { type: 'raw_text', text: '… and 100 more' },
      { type: 'raw_text', text: '–' },
    ]);
  });

  it('of options, buttons, blocks and attachments says so at the end', () => {
    const options = each(103, (index) => ({ text: plain(`o${index}`), value: `${index}` }));
    const blocks = fitBlocks(
      { type: 'actions', elements: [{ type: 'static_select', options }] },
      { type: 'actions', elements: each(26, (index) => press(`p${index}`)) },
      ...each(59, () => ({ type: 'divider' })),
    );
    expect(blocks).toHaveLength(50);
    expect(blocks[49]).toEqual(closing(`… and 3 more options, 1 more button, 12 more blocks  ·  ${CLOSING}`));
    const { message } = fit({ text: '', attachments: each(112, () => ({ text: 'a' })) });
    expect(message.attachments).toHaveLength(100);
    expect(message.text).toBe(`… and 12 more attachments  ·  ${CLOSING}`);
  });

  it('without a link says how many more there are all the same', () => {
    const { message } = fitMessage({ text: 'x', blocks: each(60, () => ({ type: 'divider' })) });
    expect(message.blocks?.[49]).toEqual(closing('… and 11 more blocks'));
  });

  it('of text alone ends in the link', () => {
    const { message } = fit({ text: x(5_000) });
    expect(message.text).toHaveLength(4_000);
    expect(message.text.endsWith(`…\n${CLOSING}`)).toBe(true);
    expect(message).not.toHaveProperty('blocks');
  });
});

describe('what survives', () => {
  const card = (fields: number): SlackMessage['blocks'] => [
    header('Disk full'),
    context('Critical'),
    ...each(30, () => context('small print')),
    ...fieldSections(each(fields, (index) => ({ label: `l${index}`, value: x(100) }))),
    section('What to do'),
    actions(button({ actionId: 'alert.ack', value: '1', label: 'Acknowledge' })),
  ];

  it('header, text and buttons, before fields and small print; in their order', () => {
    const blocks = fit({ text: 'x', blocks: card(200) }).message.blocks ?? [];
    const kinds = blocks.map((block) => ('fields' in block ? 'fields' : block.type));
    expect(kinds[0]).toBe('header');
    expect(kinds.indexOf('actions')).toBe(kinds.lastIndexOf('section') + 1);
    expect(kinds.filter((kind) => kind === 'fields').length).toBeGreaterThan(5);
    expect(kinds.at(-1)).toBe('context');
  });

  it('when the texts together are too long', () => {
    const long = each(6, () => section(x(3_000)));
    const blocks = fitBlocks(...fieldSections([{ label: 'a', value: 'b' }]), ...long, header('Disk full'), {
      type: 'actions',
      elements: [press('a')],
    }) as { type: string; text?: { text: string } }[];
    expect(blocks.map(({ type }) => type)).toEqual([
      ...each(5, () => 'section'),
      'header',
      'actions',
      'context',
    ]);
    expect(blocks[0]?.text?.text).toBe(x(3_000));
    expect(blocks[4]?.text?.text).toMatch(/^x+…$/);
  });

  it('a button beside nothing, and one without a label', () => {
    const [alone] = fitBlocks({ type: 'section', accessory: press('a') });
    expect(alone).toEqual({ type: 'section', accessory: press('a'), text: plain('–') });
    const [bare] = fitBlocks({ type: 'actions', elements: [{ type: 'button', action_id: 'a' }] });
    expect(bare).toEqual({
      type: 'actions',
      elements: [{ type: 'button', action_id: 'a', text: plain('–') }],
    });
  });

  it('a question before a dangerous press', () => {
    const [asked] = fitBlocks({ type: 'actions', elements: [{ ...press('a'), confirm: 'Restart?' }] }) as [
      { elements: object[] },
    ];
    expect(asked.elements[0]).toHaveProperty('confirm.text.text', 'Are you sure?');
  });

  it('no button whose value or id would be cut: it would do something else', () => {
    const [left] = fitBlocks({
      type: 'actions',
      elements: [{ ...press('a'), value: x(2_001) }, press(x(256)), press('c')],
    }) as [{ elements: object[] }];
    expect(left.elements).toEqual([press('c')]);
  });
});

describe('what is chosen at first', () => {
  const options = ['a', 'b'].map((value) => ({ text: plain(`Option ${value}`), value }));
  const menu = (initial: unknown) => ({ type: 'static_select', options, initial_option: initial });
  const chosen = (initial: unknown) =>
    (fitBlocks({ type: 'actions', elements: [menu(initial)] }) as [{ elements: object[] }])[0].elements[0];

  it('is the option as it is offered, or none', () => {
    expect(chosen({ text: plain('Old name'), value: 'b' })).toEqual(menu(options[1]));
    expect(chosen({ text: plain('Gone'), value: 'c' })).toEqual({ type: 'static_select', options });
  });
});

describe('what can’t be repaired', () => {
  it('becomes what can be read in it', () => {
    const chart = {
      type: 'data_visualization',
      title: 'Load',
      chart: { type: 'pie', segments: each(13, (index) => ({ label: `s${index}`, value: 1 })) },
    };
    const shown = fitBlocks({ type: 'alert', text: plain('Mind <the> gap') }, chart, 'bare') as {
      text: { text: string };
    }[];
    expect(shown[0]).toEqual({
      type: 'section',
      text: { type: 'mrkdwn', text: 'Mind &lt;the&gt; gap', verbatim: true },
    });
    expect(shown[1]?.text.text).toMatch(/^Load\ns0 \| 1\n/);
    expect(shown[2]?.text.text).toBe('bare');
  });

  it('is dropped where there is nothing to read, and named', () => {
    const { message, trimmed } = fit({ text: 'x', blocks: [{ type: 'hologram' }, section('a')] });
    expect(message.blocks).toEqual([section('a'), closing(CLOSING)]);
    expect(trimmed).toEqual(['/blocks/0/type: unsupported type: hologram']);
  });

  it('pings nobody whom it didn’t ping before', () => {
    const [shown] = fitBlocks({ type: 'hologram', text: '<!channel>' }) as [{ text: { text: string } }];
    expect(shown.text.text).toBe('&lt;!channel&gt;');
  });

  it('a text that is missing is taken from the blocks', () => {
    expect(fit({ blocks: [context('small'), header('Disk full')] }).message.text).toBe('small');
    expect(fit({ text: ' ', blocks: [header('Disk & co')] }).message.text).toBe('*Disk &amp; co*');
    expect(fit({ text: '', blocks: [] }).message.text).toBe('–');
    expect(fit(null).message).toEqual({ text: `–\n${CLOSING}` });
  });
});
