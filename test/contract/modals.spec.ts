import type { ViewSubmitAction, ViewClosedAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebAPIPlatformError } from '@slack/web-api';
import { eventually } from '../harness/eventually.js';
import { startBoltInSandbox, type BoltInSandbox } from './bolt-in-sandbox.js';

const plain = (text: string) => ({ type: 'plain_text' as const, text });

const form: ModalView = {
  type: 'modal',
  callback_id: 'form',
  title: plain('Deploy'),
  submit: plain('Go'),
  close: plain('Cancel'),
  private_metadata: '{"id":7}',
  notify_on_close: true,
  blocks: [
    {
      type: 'input',
      block_id: 'why',
      label: plain('Reason'),
      element: { type: 'plain_text_input', action_id: 'text' },
    },
    {
      type: 'input',
      block_id: 'when',
      label: plain('Day'),
      optional: true,
      element: { type: 'datepicker', action_id: 'day' },
    },
    {
      type: 'actions',
      block_id: 'more',
      elements: [{ type: 'button', action_id: 'push', text: plain('More'), value: '1' }],
    },
  ],
};
const other = (title: string, more: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  callback_id: 'other',
  title: plain(title),
  blocks: [
    {
      type: 'actions',
      block_id: 'more',
      elements: [{ type: 'button', action_id: 'push', text: plain('More') }],
    },
  ],
  ...more,
});

/** Never acknowledged. */
const LATE = 'late';

describe('modals of an app made with Bolt', () => {
  let bolt: BoltInSandbox;
  let submitted: ViewSubmitAction | undefined;
  let closed: ViewClosedAction | undefined;
  let pushRefusal: string;
  /** How the app answers a submission. */
  let answer: object | string | undefined;
  let opened: ModalView;

  beforeAll(async () => {
    bolt = await startBoltInSandbox((app) => {
      app.shortcut('new', async ({ ack, shortcut, client }) => {
        await client.views.open({ trigger_id: shortcut.trigger_id, view: opened });
        await ack();
      });
      app.action('push', async ({ ack, body, client }) => {
        const trigger_id = 'trigger_id' in body ? body.trigger_id : '';
        try {
          await client.views.push({ trigger_id, view: other('Pushed') });
        } catch (error) {
          pushRefusal = (error as WebAPIPlatformError).data.error;
        }
        await ack();
      });
      app.view<ViewSubmitAction>('form', async ({ ack, body }) => {
        submitted = body;
        if (answer !== LATE) await ack(answer as never);
      });
      app.view<ViewClosedAction>({ callback_id: 'form', type: 'view_closed' }, async ({ ack, body }) => {
        closed = body;
        await ack();
      });
    });
  });
  afterAll(() => bolt.close());

  beforeEach(async () => {
    await bolt.install(['commands', 'chat:write']);
    submitted = closed = answer = undefined;
    pushRefusal = '';
    opened = form;
  });

  const open = async () => {
    expect(await bolt.people.shortcut('new')).toMatchObject({ status: 200, shown: null });
    return bolt.people.expectModal('ann');
  };
  const fields = { Reason: 'Friday', Day: '2026-11-27' };

  it('submit with the state of every field, and an empty answer closes them', async () => {
    const modal = await open();
    expect(await bolt.people.submit(modal, fields)).toMatchObject({ status: 200, shown: null, errors: {} });
    expect(submitted).toMatchObject({
      type: 'view_submission',
      team: { id: 'T0ACME0001', domain: 'acme' },
      user: { id: 'U0ANN00001', name: 'ann', team_id: 'T0ACME0001' },
      is_enterprise_install: false,
      enterprise: null,
      trigger_id: expect.any(String),
      response_urls: [],
      view: {
        id: modal.id,
        callback_id: 'form',
        private_metadata: '{"id":7}',
        root_view_id: modal.id,
        previous_view_id: null,
        app_installed_team_id: 'T0ACME0001',
        hash: modal.hash,
        external_id: '',
        state: {
          values: {
            why: { text: { type: 'plain_text_input', value: 'Friday' } },
            when: { day: { type: 'datepicker', selected_date: '2026-11-27' } },
          },
        },
      },
    });
    await bolt.people.expectNoModal('ann');
  });

  it('are kept back by the client while a required field is empty', async () => {
    const modal = await open();
    expect(await bolt.people.submit(modal, { Day: '2026-11-27' })).toMatchObject({
      status: null,
      errors: { why: 'Please complete this required field.' },
    });
    expect(submitted).toBeUndefined();
    await bolt.people.submit(modal, { Reason: 'now' });
    expect(submitted?.view.state.values.when.day).toEqual({
      type: 'datepicker',
      selected_date: '2026-11-27',
    });
  });

  it('show the errors of an answer under their fields and stay', async () => {
    const modal = await open();
    answer = { response_action: 'errors', errors: { why: 'Not on a Friday' } };
    expect(await bolt.people.submit(modal, fields)).toMatchObject({ errors: { why: 'Not on a Friday' } });
    expect(await bolt.people.expectModal('ann')).toMatchObject({
      id: modal.id,
      errors: { why: 'Not on a Friday' },
    });
  });

  it('update, push and clear as the answer says', async () => {
    const modal = await open();
    answer = { response_action: 'push', view: { ...other('On top'), callback_id: 'form' } };
    await bolt.people.submit(modal, fields);
    const top = await bolt.people.expectModal('ann', { title: 'On top' });
    expect(top).toMatchObject({ previous_view_id: modal.id, root_view_id: modal.id });
    answer = { response_action: 'update', view: { ...other('Changed'), callback_id: 'form' } };
    await bolt.people.submit(top);
    expect(await bolt.people.expectModal('ann', { title: 'Changed' })).toMatchObject({ id: top.id });
    answer = { response_action: 'clear' };
    await bolt.people.submit(top);
    await bolt.people.expectNoModal('ann');
  });

  it.each([
    ['a body of its own', { ok: true }],
    ['plain text', 'thanks'],
    ['a view that breaks a limit', { response_action: 'update', view: other('x'.repeat(25)) }],
    ['errors of no field', { response_action: 'errors', errors: { nowhere: 'what' } }],
  ])('tell the person of trouble where the answer is %s', async (_name, given) => {
    const modal = await open();
    answer = given;
    expect(await bolt.people.submit(modal, fields)).toMatchObject({
      shown: 'We had some trouble connecting. Try again?',
    });
    expect(await bolt.people.expectModal('ann')).toMatchObject({ id: modal.id });
  });

  it('tell the person of trouble where the app is late', async () => {
    const modal = await open();
    await bolt.people.configure({ deliveries: { deadlineMs: 50 } });
    answer = LATE;
    expect(await bolt.people.submit(modal, fields)).toMatchObject({
      status: null,
      shown: 'We had some trouble connecting. Try again?',
    });
    await eventually(() => Promise.resolve(expect(submitted?.view.id).toBe(modal.id)));
  });

  it('stack to three and no further', async () => {
    const first = await open();
    await bolt.people.click(first, 'push');
    const second = await bolt.people.expectModal('ann', { title: 'Pushed' });
    await bolt.people.click(second, 'push');
    const third = await bolt.people.expectModal('ann', { where: ({ id }) => id !== second.id });
    expect(third).toMatchObject({ previous_view_id: second.id, root_view_id: first.id });
    await bolt.people.click(third, 'push');
    expect(pushRefusal).toBe('push_limit_reached');
    await bolt.people.closeModal(third);
    expect(await bolt.people.expectModal('ann')).toMatchObject({ id: second.id });
  });

  it('say that they were closed, and whether all were', async () => {
    const modal = await open();
    await bolt.people.closeModal(modal);
    expect(closed).toMatchObject({ type: 'view_closed', is_cleared: false, view: { id: modal.id } });
    expect(closed).not.toHaveProperty('trigger_id');
    const again = await open();
    await bolt.people.click(again, 'push');
    await bolt.people.closeModal(await bolt.people.expectModal('ann', { title: 'Pushed' }), { all: true });
    expect(closed).toMatchObject({ is_cleared: true, view: { id: again.id } });
    await bolt.people.expectNoModal('ann');
  });

  it('keep what was typed through an update where block_id and action_id stay', async () => {
    const modal = await open();
    await bolt.people.choose(modal, 'Reason', 'half a sentence');
    await bolt.people.choose(modal, 'Day', '2026-12-01');
    const [why, , more] = form.blocks;
    const day = { ...form.blocks[1], block_id: 'renamed' };
    const view = { ...form, title: plain('Deploy now'), blocks: [why, day, more] } as ModalView;
    await bolt.client().views.update({ view_id: modal.id, hash: modal.hash, view });
    const updated = await bolt.people.expectModal('ann', { title: 'Deploy now' });
    expect(updated.state.values).toMatchObject({
      why: { text: { value: 'half a sentence' } },
      renamed: { day: { selected_date: null } },
    });
    expect(updated.hash).not.toBe(modal.hash);
  });
});
