import type { Asked, Requests } from '../requests/index.js';
import type { People, RequestKind, SlackPayload } from '../slack/index.js';
import { ActionRules } from './action-rules.js';
import { ViewRules } from './view-rules.js';

// The rules under test decide; they neither take requests in nor write to people.
const nobody = undefined as unknown as Requests & People;

const asked = (kind: RequestKind, payload: SlackPayload, userId = 'U1'): Asked => ({
  request: { kind, tenant: { workspaceId: 'T1' }, name: 'go', userId },
  payload,
});

describe('Two clicks are one', () => {
  const rules = new ActionRules(nobody, nobody);
  const container = { type: 'message', channel_id: 'C1', message_ts: '1.1' };
  const button = { type: 'button', action_id: 'go', block_id: 'b', value: '1', action_ts: '5.1' };
  const click = (action: object = {}, more: object = {}, userId = 'U1') =>
    asked('action', { container, actions: [{ ...button, ...action }], ...more }, userId);
  const key = (one: Asked) => rules.onceKey(one);

  it.each<[string, boolean, Asked]>([
    ['a moment later', true, click({ action_ts: '5.2' }, { trigger_id: '2' })],
    ['by another person', false, click({}, {}, 'U2')],
    ['of another value', false, click({ value: '2' })],
    ['in another message', false, click({}, { container: { ...container, message_ts: '1.2' } })],
    ['in another channel', false, click({}, { container: { ...container, channel_id: 'C2' } })],
    ['of another block', false, click({ block_id: 'c' })],
    ['in a view that has changed since', false, click({}, { view: { hash: 'b' } })],
  ])('%s: %s', (_name, same, second) => {
    expect(key(second) === key(click())).toBe(same);
  });

  it('but each change of a menu, a box or a field is one of its own', () => {
    const red = { type: 'static_select', selected_option: { value: 'red' } };
    expect(key(click({ ...red, action_ts: '5.1' }))).not.toBe(key(click({ ...red, action_ts: '5.2' })));
  });

  it('and so is each shortcut, by its trigger', () => {
    const run = (trigger_id: string) => key(asked('shortcut', { trigger_id, callback_id: 'go' }));
    expect(run('1')).toBe(run('1'));
    expect(run('1')).not.toBe(run('2'));
  });

  it('in keys that fit an index, whatever Slack sends', () => {
    for (const odd of [
      {},
      { actions: 'x' },
      { actions: [null] },
      { container: [], actions: [{ value: 'x'.repeat(9_999) }] },
    ]) {
      expect(key(asked('action', odd))?.length).toBeLessThan(50);
    }
  });
});

describe('Two submissions are one', () => {
  const rules = new ViewRules(nobody, nobody);
  const view = { id: 'V1', hash: 'a', state: { values: { b: { a: { value: 'x' } } } } };
  const key = (change: object, kind: RequestKind = 'view') =>
    rules.onceKey(asked(kind, { view: { ...view, ...change } }));

  it('of the same contents, in the same state of the form', () => {
    expect(key({})).toBe(key({}));
    expect(key({ hash: 'b' })).not.toBe(key({}));
    expect(key({ state: { values: { b: { a: { value: 'y' } } } } })).not.toBe(key({}));
    expect(key({}, 'view_closed')).not.toBe(key({}));
  });

  it('unless the first was refused: then the second may be right', () => {
    expect(rules.refuses({ response_action: 'errors', errors: { b: 'No.' } })).toBe(true);
    for (const done of [undefined, { response_action: 'clear' }, 'text'])
      expect(rules.refuses(done)).toBe(false);
  });
});

describe('What a form’s answer says', () => {
  const rules = new ViewRules(nobody, nobody);
  const input = { type: 'input', block_id: 'reason' };
  const form = (blocks: object[]) => asked('view', { view: { title: { text: 'Silence' }, blocks } });
  const plain = (text: string) => ({
    response_action: 'update',
    view: {
      type: 'modal',
      title: { type: 'plain_text', text: 'Silence' },
      blocks: [{ type: 'section', text: { type: 'plain_text', text, emoji: true } }],
    },
  });

  it('stands at the first field where the form may be sent again', () => {
    const said = rules.say(form([{ type: 'section', block_id: 's' }, input]), { text: 'No.', again: true });
    expect(said?.body).toEqual({ response_action: 'errors', errors: { reason: 'No.' } });
  });

  it('takes the form’s place where it may not, and where there is no field', () => {
    expect(rules.say(form([input]), { text: 'No.', again: false })?.body).toEqual(plain('No.'));
    expect(rules.say(form([]), { text: 'No.', again: true })?.body).toEqual(plain('No.'));
  });

  it('is that it works when the handler is late; who closes a form waits for nothing', () => {
    expect(rules.late(form([input])).body).toEqual(plain(':hourglass_flowing_sand: Working …'));
    expect(rules.late(asked('view_closed', {}))).toEqual({ status: 200 });
    expect(rules.say(asked('view_closed', {}), { text: 'No.', again: true })).toBeUndefined();
  });
});
