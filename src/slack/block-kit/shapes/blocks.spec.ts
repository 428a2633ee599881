import {
  AT_THE_LIMIT,
  card,
  cells,
  chart,
  menu,
  mrkdwn,
  option,
  picture,
  plain,
  press,
  rich,
  task,
  withElement,
} from '../../../../test/property/block-limits.js';
import { checkMessage } from '../check-message.js';
import { fitMessage } from '../fit-message.js';

/** Where the faults of a message with these blocks are. */
const faultsOf = (...blocks: unknown[]) =>
  checkMessage({ text: 'x', blocks }).map(({ pointer, detail }) => `${pointer} ${detail}`);

const expectToFit = (block: unknown) =>
  expect(checkMessage(fitMessage({ text: 'x', blocks: [block] }).message)).toEqual([]);

describe('one too many', () => {
  it.each(AT_THE_LIMIT)('%s', (_, make, pointer) => {
    expect(faultsOf(make(0))).toEqual([]);
    const [first] = faultsOf(make(1));
    expect(first?.startsWith(`/blocks/0${pointer} `)).toBe(true);
    expectToFit(make(1));
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
    expectToFit(block);
  });

  it('a plan’s task may wait', () => {
    expect(faultsOf({ type: 'plan', title: 'P', tasks: [task({ status: 'pending' })] })).toEqual([]);
  });
});
