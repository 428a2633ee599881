import { asFilledIn } from './filled-form.js';

const input = (blockId: string, actionId: string, element: object = {}) => ({
  type: 'input',
  block_id: blockId,
  label: { type: 'plain_text', text: blockId },
  element: { type: 'plain_text_input', action_id: actionId, ...element },
});

const form = (blocks: object[], values: object) => ({
  id: 'V1',
  hash: '1.a',
  type: 'modal',
  callback_id: 'silence',
  private_metadata: '',
  external_id: '',
  title: { type: 'plain_text', text: 'Silence' },
  submit: { type: 'plain_text', text: 'Silence' },
  close: null,
  blocks,
  state: { values },
});

interface Shown {
  blocks: { type: string; element?: object; elements?: { text: string }[]; accessory?: object }[];
}

const warnings = ({ blocks }: Shown) =>
  blocks.flatMap(({ type, elements }, at) => (type === 'context' ? [[at, elements?.[0]?.text]] : []));

describe('A form, shown again as it was filled in', () => {
  it.each([
    ['value', 'typed', 'initial_value'],
    ['selected_option', { value: 'a' }, 'initial_option'],
    ['selected_options', [{ value: 'a' }], 'initial_options'],
    ['selected_date', '2026-11-23', 'initial_date'],
    ['selected_time', '06:00', 'initial_time'],
    ['selected_date_time', 1_700_000_000, 'initial_date_time'],
    ['selected_users', ['U1'], 'initial_users'],
    ['selected_conversation', 'C1', 'initial_conversation'],
    ['rich_text_value', { type: 'rich_text' }, 'initial_value'],
  ])('begins with what was put in: %s', (key, value, initial) => {
    const shown = asFilledIn<Shown>(form([input('b', 'a')], { b: { a: { type: 'x', [key]: value } } }), {});
    expect(shown.blocks[0].element).toMatchObject({ [initial]: value });
  });

  it('leaves empty what was emptied, and as it was what nobody saw', () => {
    const blocks = [
      input('b', 'a', { initial_value: 'proposed' }),
      input('c', 'a', { initial_value: 'unseen' }),
    ];
    const shown = asFilledIn<Shown>(
      form(blocks, { b: { a: { type: 'plain_text_input', value: null } } }),
      {},
    );
    expect(shown.blocks[0].element).not.toHaveProperty('initial_value');
    expect(shown.blocks[1].element).toMatchObject({ initial_value: 'unseen' });
  });

  it('keeps what was chosen beside a text and in a row of actions', () => {
    const menu = { type: 'static_select', action_id: 'm' };
    const blocks = [
      { type: 'section', block_id: 's', accessory: menu },
      { type: 'actions', block_id: 'r', elements: [menu, { type: 'button', action_id: 'go' }] },
    ];
    const chosen = { m: { type: 'static_select', selected_option: { value: 'x' } } };
    const shown = asFilledIn<Shown>(form(blocks, { s: chosen, r: chosen }), {});
    const filled = { ...menu, initial_option: { value: 'x' } };
    expect(shown.blocks[0].accessory).toEqual(filled);
    expect(shown.blocks[1].elements).toEqual([filled, { type: 'button', action_id: 'go' }]);
  });

  it('says above each field what is wrong with it, and on top what has no field', () => {
    const view = form([input('b', 'a'), input('c', 'a')], {});
    const shown = asFilledIn<Shown>(
      view,
      { c: 'Too long.', gone: 'Nobody is on call.' },
      'Please try again.',
    );
    expect(warnings(shown)).toEqual([
      [0, ':warning: Please try again.'],
      [1, ':warning: Nobody is on call.'],
      [3, ':warning: Too long.'],
    ]);
  });

  it('never has more than Slack’s 100 blocks', () => {
    const view = form(
      Array.from({ length: 99 }, (_, at) => input(`b${at}`, 'a')),
      {},
    );
    expect(asFilledIn<Shown>(view, { b0: 'One.', b1: 'Two.' }).blocks).toHaveLength(100);
  });

  it('can be sent to Slack: nothing that Slack adds, nothing empty', () => {
    const shown = asFilledIn<object>(form([], {}), {});
    expect(Object.keys(shown)).toEqual(['type', 'title', 'submit', 'callback_id', 'blocks']);
  });

  it('takes anything for a form', () => {
    const odd = { blocks: [null, 7, { block_id: { toString: 1 }, element: { action_id: [] } }], state: 'x' };
    expect(asFilledIn<Shown>(odd, { x: 1 }).blocks).toHaveLength(3);
  });
});
