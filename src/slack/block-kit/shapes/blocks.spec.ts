import { checkMessage } from '../check-message.js';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const x = (length: number) => 'x'.repeat(length);
const many = (length: number, one: unknown) => Array.from({ length }, () => one);
const each = (length: number, make: (index: number) => unknown) =>
  Array.from({ length }, (_, index) => make(index));

/** Where the faults of a message with these blocks are. */
const faultsOf = (...blocks: unknown[]) =>
  checkMessage({ text: 'x', blocks }).map(({ pointer, detail }) => `${pointer} ${detail}`);

const press = { type: 'button', text: plain('Go'), action_id: 'go' };
const withElement = (...elements: unknown[]) => ({ type: 'actions', elements });
const option = (text = 'a', value = 'a') => ({ text: plain(text), value });
const menu = (more: object) => withElement({ type: 'static_select', ...more });
const picture = { type: 'image', alt_text: 'A', image_url: 'https://a.b/c.png' };
const cells = (length: number, text = 'c') => many(length, { type: 'raw_text', text });
const rich = (...elements: unknown[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const chart = (of: object) => ({ type: 'data_visualization', title: 'Load', chart: of });
const pie = (length: number) =>
  chart({ type: 'pie', segments: each(length, (index) => ({ label: `s${index}`, value: 1 })) });
const card = (more: object) => ({ type: 'card', ...more });
const task = (more: object) => ({ type: 'task_card', task_id: '1', title: 'T', status: 'complete', ...more });

/** One more than Slack takes of each, and where it is found. The same with one less has no fault. */
const TOO_MUCH: [string, (more: number) => unknown, string][] = [
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

describe('one too many', () => {
  it.each(TOO_MUCH)('%s', (_, make, pointer) => {
    expect(faultsOf(make(0))).toEqual([]);
    const [first] = faultsOf(make(1));
    expect(first?.startsWith(`/blocks/0${pointer} `)).toBe(true);
  });
});

describe('what Slack takes nowhere, or not in a message', () => {
  it.each<[string, unknown, string]>([
    ['a kind that there is not', { type: 'hologram' }, '/type unsupported type: hologram'],
    ['a name of JavaScript’s', { type: 'constructor' }, '/type unsupported type: constructor'],
    ['a block without a type', {}, ' missing required field: type'],
    ['a block that is none', 'x', ' must provide an object'],
    ['an alert, which is a modal’s', { type: 'alert', text: plain('a') }, '/type unsupported type: alert'],
    [
      'a file, which can only be read',
      { type: 'file', external_id: 'a', source: 'remote' },
      '/type unsupported type: file',
    ],
    [
      'a video, for which we have no scope',
      { type: 'video', title: plain('a') },
      '/type unsupported type: video',
    ],
    [
      'rich text to type',
      withElement({ type: 'rich_text_input' }),
      '/elements/0/type unsupported type: rich_text_input',
    ],
    [
      'a text field outside of an input',
      withElement({ type: 'plain_text_input' }),
      '/elements/0/type unsupported type: plain_text_input',
    ],
    ['a picture in actions', withElement(picture), '/elements/0/type unsupported type: image'],
    [
      'a response_url, which modals ask for',
      withElement({ type: 'channels_select', response_url_enabled: true }),
      '/elements/0 invalid additional property: response_url_enabled',
    ],
    [
      'a property that there is not',
      { type: 'divider', color: 'red' },
      ' invalid additional property: color',
    ],
    ['a blank header', { type: 'header', text: plain(' \n') }, '/text/text must not be blank'],
    ['a header in mrkdwn', { type: 'header', text: mrkdwn('a') }, '/text/type must be one of plain_text'],
    ['a bare string as a text', { type: 'section', text: 'a' }, '/text must provide an object'],
    ['a section of nothing', { type: 'section' }, ' must define either `text` or `fields`'],
    ['no fields', { type: 'section', text: plain('a'), fields: [] }, '/fields no fewer than 1 items allowed'],
    [
      'two pictures in one',
      { ...picture, slack_file: { id: 'F012345678' } },
      ' must define either `image_url` or `slack_file`',
    ],
    [
      'a picture from nowhere',
      { type: 'image', alt_text: 'a' },
      ' must define either `image_url` or `slack_file`',
    ],
    [
      'a file by id and by URL',
      { type: 'image', alt_text: 'a', slack_file: { id: 'F1', url: 'https://a.b' } },
      '/slack_file must define either `id` or `url`',
    ],
    [
      'a picture without alt text',
      { type: 'image', image_url: 'https://a.b' },
      ' missing required field: alt_text',
    ],
    [
      'a URL that is none',
      { ...picture, image_url: 'javascript:alert(1)' },
      '/image_url must match pattern `^https?:\\/\\/[^\\s]+$`',
    ],
    ['two elements of one id', withElement(press, press), '/elements action_id already exists'],
    [
      'options and groups',
      menu({ options: [option()], option_groups: [{ label: plain('a'), options: [option()] }] }),
      '/elements/0 must define either `options` or `option_groups`',
    ],
    [
      'a choice that is not offered',
      menu({ options: [option()], initial_option: option('b', 'b') }),
      '/elements/0/initial_option must match one of the options',
    ],
    [
      'a day that there is not',
      withElement({ type: 'datepicker', initial_date: '2026-13-01' }),
      `/elements/0/initial_date must match pattern`,
    ],
    [
      'an hour that there is not',
      withElement({ type: 'timepicker', initial_time: '24:00' }),
      `/elements/0/initial_time must match pattern`,
    ],
    [
      'milliseconds',
      withElement({ type: 'datetimepicker', initial_date_time: 1_795_413_600_000 }),
      '/elements/0/initial_date_time must be from 1000000000 to 9999999999',
    ],
    [
      'a style that there is not',
      withElement({ ...press, style: 'warning' }),
      '/elements/0/style must be one of primary, danger',
    ],
    [
      'min over max',
      {
        type: 'input',
        label: plain('a'),
        element: { type: 'plain_text_input', min_length: 9, max_length: 3 },
      },
      '/element/min_length must be less than or equal to `max_length`',
    ],
    [
      'a card of small print',
      card({ subtext: plain('a') }),
      ' must define one of `hero_image`, `title`, `actions` or `body`',
    ],
    ['a card’s text without its object', card({ title: 'a' }), '/title must provide an object'],
    [
      'a task that waits, alone',
      task({ status: 'pending' }),
      '/status must be one of in_progress, complete, error',
    ],
    [
      'rows of different lengths',
      { type: 'data_table', caption: 'c', rows: [cells(2), cells(3)] },
      '/rows/1 must have 2 items',
    ],
    [
      'a table without a caption',
      { type: 'data_table', rows: [cells(2)] },
      ' missing required field: caption',
    ],
    [
      'an empty cell',
      { type: 'table', rows: [[{ type: 'raw_text', text: '' }]] },
      '/rows/0/0/text must not be blank',
    ],
    [
      'a point for no category',
      chart({
        type: 'line',
        axis_config: { categories: ['a'] },
        series: [{ name: 's', data: [{ label: 'b', value: 1 }] }],
      }),
      '/chart/series must have one data point for each category',
    ],
    [
      'a segment of nothing',
      chart({ type: 'pie', segments: [{ label: 'a', value: 0 }] }),
      '/chart/segments/0/value must be greater than 0',
    ],
    [
      'an unknown kind of line',
      rich({ type: 'spell' }),
      '/elements/0/elements/0/type unsupported type: spell',
    ],
    [
      'a container in a container',
      { type: 'container', title: plain('a'), child_blocks: [{ type: 'container' }] },
      '/child_blocks/0/type unsupported type: container',
    ],
  ])('%s', (_, block, fault) => {
    expect(faultsOf(block)[0]?.startsWith(`/blocks/0${fault}`)).toBe(true);
  });

  it('a plan’s task may wait', () => {
    expect(faultsOf({ type: 'plan', title: 'P', tasks: [task({ status: 'pending' })] })).toEqual([]);
  });
});
