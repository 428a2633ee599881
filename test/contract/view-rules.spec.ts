import type { HomeView, ModalView } from '@slack/types';
import type { WebAPIPlatformError, WebClient } from '@slack/web-api';
import { startBoltInSandbox, type BoltInSandbox } from './bolt-in-sandbox.js';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const modal = (more: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  title: plain('T'),
  blocks: [{ type: 'divider' }],
  ...more,
});
const home = (more: Partial<HomeView> = {}): HomeView => ({ type: 'home', blocks: [], ...more });
const input = {
  type: 'input' as const,
  label: plain('L'),
  element: { type: 'plain_text_input' as const },
};
const ANN = 'U0ANN00001';

describe('the rules of views', () => {
  let bolt: BoltInSandbox;
  let slack: WebClient;
  let trigger_id: string;

  beforeAll(async () => {
    bolt = await startBoltInSandbox((app) => {
      app.shortcut('new', async ({ ack, shortcut }) => {
        trigger_id = shortcut.trigger_id;
        await ack();
      });
    });
  });
  afterAll(() => bolt.close());

  beforeEach(async () => {
    await bolt.install(['commands', 'chat:write']);
    slack = bolt.client();
    await bolt.people.shortcut('new');
  });

  async function refusal(call: Promise<unknown>): Promise<{ error: string; messages?: string[] }> {
    try {
      await call;
    } catch (error) {
      const { data } = error as WebAPIPlatformError;
      return { error: data.error, messages: data.response_metadata?.messages };
    }
    return { error: 'accepted' };
  }

  it('a trigger id is good once', async () => {
    const { view } = await slack.views.open({ trigger_id, view: modal() });
    expect(view).toMatchObject({
      id: expect.stringMatching(/^V/),
      team_id: 'T0ACME0001',
      type: 'modal',
      callback_id: '',
      private_metadata: '',
      external_id: '',
      hash: expect.stringMatching(/^\d+\.\w+$/),
      state: { values: {} },
      previous_view_id: null,
      clear_on_close: false,
      notify_on_close: false,
      close: null,
      submit: null,
      app_id: 'A0SWITCHBD',
      app_installed_team_id: 'T0ACME0001',
      bot_id: expect.stringMatching(/^B/),
      title: { type: 'plain_text', text: 'T', emoji: true },
    });
    expect(view?.root_view_id).toBe(view?.id);
    expect(await refusal(slack.views.open({ trigger_id, view: modal() }))).toMatchObject({
      error: 'exchanged_trigger_id',
    });
  });

  it('a trigger id is good for three seconds', async () => {
    const body = JSON.stringify({ advanceMs: 3001 });
    await fetch(`${bolt.sandbox.url}/control/clock`, { method: 'PUT', body });
    expect(await refusal(slack.views.open({ trigger_id, view: modal() }))).toMatchObject({
      error: 'expired_trigger_id',
    });
  });

  it('a view is pushed onto another, not onto nothing', async () => {
    expect(await refusal(slack.views.push({ trigger_id, view: modal() }))).toMatchObject({
      error: 'not_found',
    });
  });

  it('external ids are unique, and name the view to update', async () => {
    await slack.views.open({ trigger_id, view: modal({ external_id: 'deploy-7' }) });
    const { view } = await slack.views.update({
      external_id: 'deploy-7',
      view: modal({ title: plain('New') }),
    });
    expect(view).toMatchObject({ title: { text: 'New' }, external_id: '' });
    await slack.views.update({ view_id: view?.id as string, view: modal({ external_id: 'deploy-8' }) });
    await bolt.people.shortcut('new');
    expect(
      await refusal(slack.views.open({ trigger_id, view: modal({ external_id: 'deploy-8' }) })),
    ).toMatchObject({
      error: 'duplicate_external_id',
    });
  });

  it('an update may say which state of the view it means', async () => {
    const { view } = await slack.views.open({ trigger_id, view: modal() });
    const update = { view_id: view?.id as string, hash: view?.hash };
    await slack.views.update({ ...update, view: modal({ title: plain('First') }) });
    expect(await refusal(slack.views.update({ ...update, view: modal() }))).toMatchObject({
      error: 'hash_conflict',
    });
    await bolt.people.closeModal(await bolt.people.expectModal('ann', { title: 'First' }));
    expect(await refusal(slack.views.update({ view_id: view?.id as string, view: modal() }))).toMatchObject({
      error: 'not_found',
    });
  });

  it('a home tab keeps its id, minds its hash and can be off', async () => {
    const first = await slack.views.publish({ user_id: ANN, view: home() });
    const second = await slack.views.publish({ user_id: ANN, hash: first.view?.hash, view: home() });
    expect(second.view?.id).toBe(first.view?.id);
    const stale = { user_id: ANN, hash: first.view?.hash, view: home() };
    expect(await refusal(slack.views.publish(stale))).toMatchObject({ error: 'hash_conflict' });
    await bolt.people.configure({ app: { homeTab: false } });
    const refused = await refusal(slack.views.publish({ user_id: ANN, view: home() }));
    await bolt.people.configure({ app: { homeTab: true } });
    expect(refused).toMatchObject({ error: 'not_enabled' });
  });

  it('a messages tab that is off takes no message', async () => {
    await bolt.people.configure({ app: { messagesTab: false } });
    const refused = await refusal(slack.chat.postMessage({ channel: ANN, text: 'x' }));
    await bolt.people.configure({ app: { messagesTab: true } });
    expect(refused).toMatchObject({ error: 'messages_tab_disabled' });
    expect(await slack.chat.postMessage({ channel: ANN, text: 'x' })).toMatchObject({ ok: true });
  });

  it.each<[line: string, view: ModalView]>([
    [
      'must be less than 25 characters [json-pointer:/view/title/text]',
      modal({ title: plain('x'.repeat(25)) }),
    ],
    [
      'must be less than 25 characters [json-pointer:/view/close/text]',
      modal({ close: plain('x'.repeat(25)) }),
    ],
    [
      'must be less than 25 characters [json-pointer:/view/submit/text]',
      modal({ submit: plain('x'.repeat(25)) }),
    ],
    [
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
      modal({ private_metadata: 'x'.repeat(3001) }),
    ],
    [
      'must be less than 256 characters [json-pointer:/view/callback_id]',
      modal({ callback_id: 'x'.repeat(256) }),
    ],
    [
      'must be less than 256 characters [json-pointer:/view/external_id]',
      modal({ external_id: 'x'.repeat(256) }),
    ],
    ['missing required field: submit [json-pointer:/view]', modal({ blocks: [input] })],
    [
      'missing required field: title [json-pointer:/view]',
      { ...modal(), title: undefined } as unknown as ModalView,
    ],
    [
      'missing required field: blocks [json-pointer:/view]',
      { ...modal(), blocks: undefined } as unknown as ModalView,
    ],
    ['must be one of modal [json-pointer:/view/type]', { ...modal(), type: 'home' } as unknown as ModalView],
    ['invalid additional property: footer [json-pointer:/view]', { ...modal(), footer: 'x' } as ModalView],
    [
      'no more than 100 items allowed [json-pointer:/view/blocks]',
      modal({ blocks: Array(101).fill({ type: 'divider' }) }),
    ],
    [
      'unsupported type: markdown [json-pointer:/view/blocks/0/type]',
      modal({ blocks: [{ type: 'markdown', text: 'x' } as never] }),
    ],
  ])('%s', async (line, view) => {
    const refused = await refusal(slack.views.open({ trigger_id, view }));
    expect(refused.error).toBe('invalid_arguments');
    expect(refused.messages).toEqual([`[ERROR] ${line}`]);
    await slack.views.open({ trigger_id, view: modal() });
  });
});
