import type { JsonObject } from '../json.js';
import { checkBlocks } from './check-blocks.js';

const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: 'x'.repeat(length) });
const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const button = (more: JsonObject = {}) => ({ type: 'button', text: plain(5), action_id: 'a', ...more });
const actions = (...elements: JsonObject[]) => ({ type: 'actions', elements });
const option = (value = 'v', length = 5) => ({ text: plain(length), value });
const select = (more: JsonObject) => actions({ type: 'static_select', action_id: 's', ...more });
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

describe('blocks within their limits', () => {
  it.each<[string, JsonObject]>([
    ['section text 3000', { type: 'section', text: mrkdwn(3000) }],
    ['10 fields of 2000', { type: 'section', fields: times(10, () => mrkdwn(2000)) }],
    ['header 150', { type: 'header', text: plain(150) }],
    ['10 context elements', { type: 'context', elements: times(10, () => mrkdwn(10)) }],
    ['25 buttons', actions(...times(25, (i) => button({ action_id: `a${i}` })))],
    ['button text 75, value 2000', actions(button({ text: plain(75), value: 'v'.repeat(2000) }))],
    ['100 options', select({ options: times(100, () => option('v'.repeat(150), 75)) })],
    ['overflow with one option', actions({ type: 'overflow', action_id: 'o', options: [option()] })],
    ['image', { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'x'.repeat(2000) }],
    ['divider', { type: 'divider' }],
    [
      'rich text',
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }],
      },
    ],
  ])('%s', (_name, block) => {
    expect(checkBlocks([block])).toEqual([]);
  });
});

describe('blocks that Slack refuses, in its words', () => {
  it.each<[string, JsonObject]>([
    [
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
      { type: 'section', text: mrkdwn(3001) },
    ],
    [
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
      { type: 'section', text: mrkdwn(0) },
    ],
    ['must define either `text` or `fields` [json-pointer:/blocks/0/type]', { type: 'section' }],
    [
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
      { type: 'section', fields: times(11, () => mrkdwn(1)) },
    ],
    [
      'must be less than 2001 characters [json-pointer:/blocks/0/fields/1/text]',
      { type: 'section', fields: [mrkdwn(1), mrkdwn(2001)] },
    ],
    [
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
      { type: 'header', text: plain(151) },
    ],
    ['must be one of plain_text [json-pointer:/blocks/0/text/type]', { type: 'header', text: mrkdwn(5) }],
    ['missing required field: text [json-pointer:/blocks/0]', { type: 'header' }],
    [
      'must define either `text` or `fields` [json-pointer:/blocks/0/type]',
      { type: 'section', text: null, fields: null },
    ],
    [
      'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
      { type: 'context', elements: times(11, () => mrkdwn(1)) },
    ],
    [
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
      actions(...times(26, (i) => button({ action_id: `a${i}` }))),
    ],
    [
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
      actions(button({ text: plain(76) })),
    ],
    [
      'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
      actions(button({ value: 'v'.repeat(2001) })),
    ],
    [
      'must be a valid enum value [json-pointer:/blocks/0/elements/0/style]',
      actions(button({ style: 'default' })),
    ],
    [
      'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
      actions(button({ action_id: 'a'.repeat(256) })),
    ],
    ['action_id already exists [json-pointer:/blocks/0/elements/1/action_id]', actions(button(), button())],
    [
      'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
      select({ options: times(101, () => option()) }),
    ],
    [
      'must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
      select({ options: [option('v'.repeat(151))] }),
    ],
    [
      'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
      actions({ type: 'overflow', action_id: 'o', options: times(6, () => option()) }),
    ],
    [
      'missing required field: alt_text [json-pointer:/blocks/0]',
      { type: 'image', image_url: 'https://example.com/a.png' },
    ],
    ['unsupported type: sections [json-pointer:/blocks/0/type]', { type: 'sections' }],
    [
      'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
      actions({ type: 'plain_text_input', action_id: 'p' }),
    ],
    [
      'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
      { type: 'divider', block_id: 'b'.repeat(256) },
    ],
  ])('%s', (line, block) => {
    expect(checkBlocks([block])).toEqual([line]);
  });

  it('takes 50 blocks in a message and 100 in a modal', () => {
    const dividers = times(51, () => ({ type: 'divider' }));
    expect(checkBlocks(dividers)).toEqual(['no more than 50 items allowed [json-pointer:/blocks]']);
    expect(checkBlocks(dividers, 'modal')).toEqual([]);
  });
});
