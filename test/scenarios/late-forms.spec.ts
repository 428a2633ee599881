import { RequestLimits } from '../../src/requests/index.js';
import { Desk, DeskModule, Gate } from '../harness/desk.js';
import { expectDirect } from '../harness/direct-message.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const ANN = 'U0ANN00001';

describe('A form whose handler is still busy as Slack’s 3 s run out', () => {
  let board: Switchboard;
  let desk: Desk;
  let gate: Gate;
  beforeAll(async () => {
    board = await startSwitchboard({ modules: [DeskModule] });
    desk = board.app.get(Desk);
  });
  afterAll(() => board.stop());
  beforeEach(async () => {
    await desk.clear();
    gate = new Gate();
    Object.assign(board.app.get(RequestLimits), { answerBy: 100, settle: 20 });
  });
  afterEach(() => gate.open());

  const openForm = async () => {
    await board.slack.shortcut('desk.open', { user: 'ann' });
    return board.slack.expectModal('ann', { title: 'Desk', text: 'What is it about?' });
  };
  /** The form with `Reason` filled in, whose handler answers with `body` too late: now it says that it works. */
  const submitted = async (body?: object, reason = 'spring') => {
    desk.on('form', async (_ctx, { ack }) => {
      await gate.pass();
      if (body !== undefined) await ack(body as never);
    });
    const { shown } = await board.slack.submit(await openForm(), { Reason: reason });
    expect(shown).toBeNull();
    return board.slack.expectModal('ann', { title: 'Desk', text: 'Working …' });
  };

  it('says that it works, then that it is done, whether the handler says so or just returns', async () => {
    await submitted();
    gate.open();
    await board.slack.expectModal('ann', { title: 'Desk', text: 'Done. You can close this window.' });
  });

  it('shows the view that it was to become', async () => {
    const view = { type: 'modal', title: { type: 'plain_text', text: 'Sent' }, blocks: [] };
    await submitted({ response_action: 'update', view });
    gate.open();
    await board.slack.expectModal('ann', { title: 'Sent' });
  });

  it('comes back as it was filled in when it is not accepted, and can be corrected', async () => {
    await submitted({ response_action: 'errors', errors: { reason: 'Say more.' } }, 'why not');
    gate.open();
    const again = await board.slack.expectModal('ann', { title: 'Desk', text: 'Say more.' });
    expect(again.state.values.reason.text).toMatchObject({ value: 'why not' });
    desk.on('form', async (ctx, { ack, view }) => {
      await desk.mark(ctx, String(view.state.values.reason.text.value));
      await ack();
    });
    board.app.get(RequestLimits).answerBy = 2_500;
    await board.slack.submit(again, { Reason: 'because of the frost' });
    await board.slack.expectNoModal('ann');
    expect(await desk.marks()).toEqual(['because of the frost']);
  });

  it('does not stay at work when Slack does not take the view', async () => {
    await submitted({ response_action: 'update', view: { type: 'modal', blocks: 'none' } });
    gate.open();
    await board.slack.expectModal('ann', { title: 'Desk', text: '“Desk” is done' });
  });

  it('tells whoever closed it meanwhile in a direct message', async () => {
    const working = await submitted({ response_action: 'errors', errors: { reason: 'Say much more.' } });
    await board.slack.closeModal(working);
    gate.open();
    await expectDirect(board.slack, ANN, { text: 'nothing was changed: Say much more.' });
  });
});
