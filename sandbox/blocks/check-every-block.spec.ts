import type { JsonObject } from '../json.js';
import { checkBlocks, type Surface } from './check-blocks.js';

const plain = (length = 5) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const image = { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' };
const rich = {
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }],
};
const cell = (length = 1) => ({ type: 'raw_text', text: 'x'.repeat(length) });
const input = (element: JsonObject, more: JsonObject = {}) => ({
  type: 'input',
  label: plain(),
  element: { action_id: 'a', ...element },
  ...more,
});
const actions = (element: JsonObject) => ({ type: 'actions', elements: [{ action_id: 'a', ...element }] });
const option = { text: plain(), value: 'v' };
const card = (more: JsonObject = {}) => ({ type: 'card', title: plain(), ...more });
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i));
const task = (more: JsonObject = {}) => ({
  type: 'task_card',
  task_id: '1',
  title: 'Deploy',
  status: 'complete',
  ...more,
});
const pie = (segments: number) => ({
  type: 'data_visualization',
  title: 'Share',
  chart: { type: 'pie', segments: times(segments, (i) => ({ label: `s${i}`, value: 1 })) },
});
const line = (points: string[], categories = points) => ({
  type: 'data_visualization',
  title: 'Trend',
  chart: {
    type: 'line',
    series: [{ name: 'one', data: points.map((label) => ({ label, value: 1 })) }],
    axis_config: { categories },
  },
});
const feedback = {
  type: 'feedback_buttons',
  action_id: 'f',
  positive_button: { text: plain(), value: 'up' },
  negative_button: { text: plain(), value: 'down' },
};
const video = {
  type: 'video',
  video_url: 'https://example.com/v',
  thumbnail_url: 'https://example.com/t.png',
  alt_text: 'v',
  title: plain(),
};
const container = (children: JsonObject[]) => ({ type: 'container', title: plain(), child_blocks: children });

describe('every block of Block Kit, where Slack takes it', () => {
  it.each<[string, string, JsonObject]>([
    ['section with every accessory property', 'MOH', { type: 'section', text: plain(), expand: true }],
    ['header with a level', 'MOH', { type: 'header', text: plain(), level: 4 }],
    ['input', 'MOH', input({ type: 'plain_text_input', min_length: 0, max_length: 3000, multiline: true })],
    ['number input', 'MOH', input({ type: 'number_input', is_decimal_allowed: true, min_value: '-1.5' })],
    ['file input', 'MOH', input({ type: 'file_input', filetypes: ['pdf'], max_files: 10 })],
    ['rich text input', 'OH', input({ type: 'rich_text_input', min_lines: 1, max_lines: 100 })],
    ['date and time', 'MOH', actions({ type: 'datetimepicker', initial_date_time: 1_700_000_000 })],
    ['conversations', 'MOH', actions({ type: 'conversations_select', filter: { include: ['im'] } })],
    ['response_url_enabled', 'O', input({ type: 'channels_select', response_url_enabled: true })],
    ['context_actions', 'M', { type: 'context_actions', elements: [feedback] }],
    ['rich_text', 'MOH', rich],
    ['markdown', 'M', { type: 'markdown', text: 'x'.repeat(12_000) }],
    ['video', 'MOH', video],
    [
      'table',
      'MH',
      { type: 'table', rows: times(100, () => times(20, () => cell())), column_settings: [null] },
    ],
    [
      'data_table',
      'MH',
      { type: 'data_table', caption: 'c', page_size: 100, rows: times(201, () => [cell()]) },
    ],
    ['data_visualization, a pie', 'M', pie(12)],
    ['data_visualization, lines', 'M', line(['a', 'b'])],
    ['alert', 'O', { type: 'alert', text: plain(200), level: 'error' }],
    ['card', 'MOH', card({ hero_image: image, body: plain(200) })],
    ['carousel', 'MH', { type: 'carousel', elements: times(10, () => card()) }],
    ['container', 'MH', container([{ type: 'divider' }])],
    ['plan', 'M', { type: 'plan', title: 'Release', tasks: [task({ status: 'pending', details: rich })] }],
    ['task_card', 'M', task({ sources: [{ type: 'url', url: 'https://a.example', text: 'a' }] })],
    ['file', 'M', { type: 'file', external_id: '1', source: 'remote' }],
  ])('%s: %s', (_name, places, block) => {
    const taken = (['message', 'modal', 'home'] as Surface[]).filter(
      (surface) => checkBlocks([block], surface).length === 0,
    );
    expect(taken.map((surface) => ({ message: 'M', modal: 'O', home: 'H' })[surface]).join('')).toBe(places);
  });
});

describe('what Slack refuses of them', () => {
  it.each<[string, JsonObject[], Surface?]>([
    ['invalid additional property: colour [json-pointer:/blocks/0]', [{ type: 'divider', colour: 'red' }]],
    [
      'invalid additional property: emoji [json-pointer:/blocks/0/text]',
      [{ type: 'section', text: { type: 'mrkdwn', text: 'x', emoji: true } }],
    ],
    [
      'must be less than or equal to 4 [json-pointer:/blocks/0/level]',
      [{ type: 'header', text: plain(), level: 5 }],
    ],
    [
      'must be less than 12001 characters [json-pointer:/blocks/1/text]',
      times(2, () => ({ type: 'markdown', text: 'x'.repeat(6001) })),
    ],
    [
      'no more than 20 items allowed [json-pointer:/blocks/0/rows/0]',
      [{ type: 'table', rows: [times(21, () => cell())] }],
    ],
    [
      'must be less than 10001 characters [json-pointer:/blocks/1/rows]',
      times(2, () => ({ type: 'table', rows: [[cell(5001)]] })),
    ],
    [
      'must be less than 20001 characters [json-pointer:/blocks/0/rows]',
      [{ type: 'data_table', caption: 'c', rows: [[cell(9000), cell(9000), cell(2001)]] }],
    ],
    ['missing required field: caption [json-pointer:/blocks/0]', [{ type: 'data_table', rows: [[cell()]] }]],
    ['no more than 12 items allowed [json-pointer:/blocks/0/chart/segments]', [pie(13)]],
    [
      'no more than 2 data_visualization blocks allowed [json-pointer:/blocks/2/type]',
      times(3, () => pie(1)),
    ],
    [
      'must have one data point for each category [json-pointer:/blocks/0/chart/series/0/data]',
      [line(['a'], ['a', 'b'])],
    ],
    [
      'must define one of `hero_image`, `title`, `actions` or `body` [json-pointer:/blocks/0]',
      [{ type: 'card', subtitle: plain() }],
    ],
    ['must provide an object [json-pointer:/blocks/0/title]', [card({ title: 'bare' })]],
    [
      'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
      [{ type: 'carousel', elements: times(11, () => card()) }],
    ],
    [
      'unsupported type: plan [json-pointer:/blocks/0/child_blocks/0/type]',
      [container([{ type: 'plan', title: 'p' }])],
    ],
    [
      'block_id already exists [json-pointer:/blocks/0/child_blocks/1/block_id]',
      [container(times(2, () => ({ type: 'divider', block_id: 'b' })))],
    ],
    ['must be a string [json-pointer:/blocks/0/title]', [{ type: 'plan', title: plain() }]],
    ['must be a valid enum value [json-pointer:/blocks/0/status]', [task({ status: 'pending' })]],
    [
      'must be less than 200 characters [json-pointer:/blocks/0/title/text]',
      [{ ...video, title: plain(200) }],
    ],
    [
      'no more than 5 items allowed [json-pointer:/blocks/0/elements]',
      [{ type: 'context_actions', elements: times(6, (i) => ({ ...feedback, action_id: `f${i}` })) }],
    ],
    [
      'not allowed with file_input [json-pointer:/blocks/0/dispatch_action]',
      [input({ type: 'file_input' }, { dispatch_action: true })],
    ],
    [
      'must be less than or equal to 3000 [json-pointer:/blocks/0/element/max_length]',
      [input({ type: 'plain_text_input', max_length: 3001 })],
    ],
    [
      'missing required field: is_decimal_allowed [json-pointer:/blocks/0/element]',
      [input({ type: 'number_input' })],
    ],
    [
      'must be less than or equal to 10 [json-pointer:/blocks/0/element/max_files]',
      [input({ type: 'file_input', max_files: 11 })],
    ],
    [
      'must match one of the options [json-pointer:/blocks/0/elements/0/initial_option]',
      [actions({ type: 'static_select', options: [option], initial_option: { ...option, value: 'other' } })],
    ],
    [
      'must be greater than or equal to 1000000000 [json-pointer:/blocks/0/elements/0/initial_date_time]',
      [actions({ type: 'datetimepicker', initial_date_time: 5 })],
    ],
    [
      'only one element may have `focus_on_load` set to true [json-pointer:/blocks/1/element/focus_on_load]',
      times(2, () => input({ type: 'plain_text_input', focus_on_load: true })),
      'modal',
    ],
    [
      'unsupported type: text [json-pointer:/blocks/0/elements/0/type]',
      [{ type: 'rich_text', elements: [{ type: 'text', text: 'x' }] }],
    ],
    [
      'must be less than or equal to 8 [json-pointer:/blocks/0/elements/0/indent]',
      [
        {
          type: 'rich_text',
          elements: [{ type: 'rich_text_list', style: 'bullet', indent: 9, elements: [] }],
        },
      ],
    ],
    [
      'must define either `id` or `url` [json-pointer:/blocks/0/slack_file]',
      [{ type: 'image', alt_text: 'a', slack_file: {} }],
    ],
  ])('%s', (expected, blocks, surface = 'message') => {
    expect(checkBlocks(blocks, surface)).toEqual([expected]);
  });

  it('shows a file of Slack only to those who may see it', () => {
    const block = { type: 'image', alt_text: 'a', slack_file: { id: 'F0AAAAAAAAA' } };
    expect(checkBlocks([block], { surface: 'message', canShow: ({ id }) => id !== 'F0AAAAAAAAA' })).toEqual([
      'invalid slack file [json-pointer:/blocks/0/slack_file]',
    ]);
    expect(checkBlocks([block], { surface: 'message', canShow: () => true })).toEqual([]);
  });
});
