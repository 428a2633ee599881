/** Blocks at Slack's limits (facts sheet, section 7), and the small parts that they are made of. */

export const plain = (text: string) => ({ type: 'plain_text', text });
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
export const x = (length: number) => 'x'.repeat(length);
export const many = (length: number, one: unknown) => Array.from({ length }, () => one);
export const each = (length: number, make: (index: number) => unknown) =>
  Array.from({ length }, (_, index) => make(index));

export const press = { type: 'button', text: plain('Go'), action_id: 'go' };
export const withElement = (...elements: unknown[]) => ({ type: 'actions', elements });
export const option = (text = 'a', value = 'a') => ({ text: plain(text), value });
export const menu = (more: object) => withElement({ type: 'static_select', ...more });
export const picture = { type: 'image', alt_text: 'A', image_url: 'https://a.b/c.png' };
export const cells = (length: number, text = 'c') => many(length, { type: 'raw_text', text });
export const rich = (...elements: unknown[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
export const chart = (of: object) => ({ type: 'data_visualization', title: 'Load', chart: of });
export const pie = (length: number) =>
  chart({ type: 'pie', segments: each(length, (index) => ({ label: `s${index}`, value: 1 })) });
export const card = (more: object) => ({ type: 'card', ...more });
export const task = (more: object) => ({
  type: 'task_card',
  task_id: '1',
  title: 'T',
  status: 'complete',
  ...more,
});

/** One more than Slack takes of each, and where it is found. The same with one less has no fault. */
export const AT_THE_LIMIT: [string, (more: number) => unknown, string][] = [
  ['a header of 150', (more) => ({ type: 'header', text: plain(x(150 + more)) }), '/text/text'],
  ['a section’s text of 3,000', (more) => ({ type: 'section', text: mrkdwn(x(3_000 + more)) }), '/text/text'],
  ['ten fields', (more) => ({ type: 'section', fields: many(10 + more, mrkdwn('a')) }), '/fields'],
  ['a field of 2,000', (more) => ({ type: 'section', fields: [plain(x(2_000 + more))] }), '/fields/0/text'],
  ['ten in a context', (more) => ({ type: 'context', elements: many(10 + more, picture) }), '/elements'],
  [
    '25 in actions',
    (more) => withElement(...each(25 + more, (index) => ({ ...press, action_id: `a${index}` }))),
    '/elements',
  ],
  ['a block’s id of 255', (more) => ({ type: 'divider', block_id: x(255 + more) }), '/block_id'],
  ['a label of 75', (more) => withElement({ ...press, text: plain(x(75 + more)) }), '/elements/0/text/text'],
  ['a value of 2,000', (more) => withElement({ ...press, value: x(2_000 + more) }), '/elements/0/value'],
  [
    'an action’s id of 255',
    (more) => withElement({ ...press, action_id: x(255 + more) }),
    '/elements/0/action_id',
  ],
  [
    'a URL of 3,000',
    (more) => withElement({ ...press, url: `https://a.b/${x(2_988 + more)}` }),
    '/elements/0/url',
  ],
  [
    'an accessibility label of 75',
    (more) => withElement({ ...press, accessibility_label: x(75 + more) }),
    '/elements/0/accessibility_label',
  ],
  [
    'a dialog’s title of 100',
    (more) => withElement({ ...press, confirm: { title: plain(x(100 + more)), text: plain('a') } }),
    '/elements/0/confirm/title/text',
  ],
  [
    'a dialog’s text of 300',
    (more) => withElement({ ...press, confirm: { text: mrkdwn(x(300 + more)) } }),
    '/elements/0/confirm/text/text',
  ],
  [
    'a dialog’s button of 30',
    (more) => withElement({ ...press, confirm: { text: plain('a'), deny: plain(x(30 + more)) } }),
    '/elements/0/confirm/deny/text',
  ],
  ['100 options', (more) => menu({ options: many(100 + more, option()) }), '/elements/0/options'],
  [
    'an option’s text of 75',
    (more) => menu({ options: [option(x(75 + more))] }),
    '/elements/0/options/0/text/text',
  ],
  [
    'an option’s value of 150',
    (more) => menu({ options: [option('a', x(150 + more))] }),
    '/elements/0/options/0/value',
  ],
  [
    '100 groups',
    (more) => menu({ option_groups: many(100 + more, { label: plain('a'), options: [option()] }) }),
    '/elements/0/option_groups',
  ],
  [
    'a placeholder of 150',
    (more) => menu({ options: [option()], placeholder: plain(x(150 + more)) }),
    '/elements/0/placeholder/text',
  ],
  [
    'five in an overflow',
    (more) => withElement({ type: 'overflow', options: many(5 + more, option()) }),
    '/elements/0/options',
  ],
  [
    'ten boxes',
    (more) => withElement({ type: 'checkboxes', options: many(10 + more, option()) }),
    '/elements/0/options',
  ],
  ['an alt text of 2,000', (more) => ({ ...picture, alt_text: x(2_000 + more) }), '/alt_text'],
  ['a picture’s title of 2,000', (more) => ({ ...picture, title: plain(x(2_000 + more)) }), '/title/text'],
  [
    'an input’s label of 2,000',
    (more) => ({ type: 'input', label: plain(x(2_000 + more)), element: { type: 'plain_text_input' } }),
    '/label/text',
  ],
  ['100 rows', (more) => ({ type: 'table', rows: many(100 + more, cells(1)) }), '/rows'],
  ['20 cells', (more) => ({ type: 'table', rows: [cells(20 + more)] }), '/rows/0'],
  [
    '20 columns’ settings',
    (more) => ({ type: 'table', rows: [cells(2)], column_settings: many(20 + more, null) }),
    '/column_settings',
  ],
  [
    '201 rows of data',
    (more) => ({ type: 'data_table', caption: 'c', rows: many(201 + more, cells(1)) }),
    '/rows',
  ],
  [
    '20,000 characters of data',
    (more) => ({
      type: 'data_table',
      caption: 'c',
      rows: [...many(3, cells(1, x(5_000))), cells(1, x(5_000 + more))],
    }),
    '/rows',
  ],
  [
    'a page of 100',
    (more) => ({ type: 'data_table', caption: 'c', rows: [cells(1)], page_size: 100 + more }),
    '/page_size',
  ],
  ['12 segments', (more) => pie(12 + more), '/chart/segments'],
  ['a chart’s title of 50', (more) => ({ ...pie(1), title: x(50 + more) }), '/title'],
  [
    'a point’s label of 20',
    (more) => chart({ type: 'pie', segments: [{ label: x(20 + more), value: 1 }] }),
    '/chart/segments/0/label',
  ],
  ['a card’s title of 150', (more) => card({ title: plain(x(150 + more)) }), '/title/text'],
  ['a card’s body of 200', (more) => card({ body: mrkdwn(x(200 + more)) }), '/body/text'],
  ['three buttons on a card', (more) => card({ actions: many(3 + more, press) }), '/actions'],
  [
    'ten cards',
    (more) => ({ type: 'carousel', elements: many(10 + more, card({ title: plain('a') })) }),
    '/elements',
  ],
  [
    'ten blocks in a container',
    (more) => ({ type: 'container', title: plain('a'), child_blocks: many(10 + more, { type: 'divider' }) }),
    '/child_blocks',
  ],
  [
    'a container’s title of 150',
    (more) => ({ type: 'container', title: plain(x(150 + more)), child_blocks: [picture] }),
    '/title/text',
  ],
  [
    'five context actions',
    (more) => ({
      type: 'context_actions',
      elements: many(5 + more, { type: 'icon_button', icon: 'trash', text: plain('a') }),
    }),
    '/elements',
  ],
  [
    'an indent of 8',
    (more) => ({
      type: 'rich_text',
      elements: [{ type: 'rich_text_list', style: 'bullet', indent: 8 + more, elements: [] }],
    }),
    '/elements/0/indent',
  ],
];
