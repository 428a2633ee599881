import type { ModalView } from '@slack/types';
import { Log } from '../../src/platform/logging/log.js';
import { Desk, DeskModule, Gate } from '../harness/desk.js';
import { expectDirect } from '../harness/direct-message.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const ANN = 'U0ANN00001';
const silences: ModalView = {
  type: 'modal',
  title: { type: 'plain_text', text: 'Silences' },
  blocks: [{ type: 'section', text: { type: 'plain_text', text: 'None until Monday' } }],
};

describe('A modal whose contents take a while', () => {
  let board: Switchboard;
  let desk: Desk;
  let gate: Gate;
  let source: () => Promise<ModalView>;
  beforeAll(async () => {
    board = await startSwitchboard({ modules: [DeskModule] });
    desk = board.app.get(Desk);
    board.app.get(Log).error = () => undefined;
    desk.on('shortcut', async (ctx, { ack, body }) => {
      const modal = await desk.people.openLoading(ctx, body.trigger_id, 'Silences of the whole company');
      await ack();
      await modal.fill(gate.pass().then(source));
    });
  });
  afterAll(() => board.stop());
  beforeEach(() => (gate = new Gate()));

  it('opens at once, while the trigger is good, and is filled when they are there', async () => {
    source = () => Promise.resolve(silences);
    expect(await board.slack.shortcut('desk.shortcut')).toMatchObject({ shown: null });
    await board.slack.expectModal('ann', { title: /^Silences of the whole co$/, text: 'Working …' });
    // Slack's three seconds have no say any more.
    await board.slack.advance(10_000);
    gate.open();
    await board.slack.expectModal('ann', { title: 'Silences', text: 'None until Monday' });
  });

  it('says when they can’t be had, and the person gets a reference', async () => {
    source = () => Promise.reject(new Error('no answer from the database'));
    await board.slack.shortcut('desk.shortcut');
    gate.open();
    await board.slack.expectModal('ann', { text: 'could not be loaded' });
    await expectDirect(board.slack, ANN, { text: 'Sorry, that did not work' });
  });

  it('that was closed before they came is no failure', async () => {
    source = () => Promise.resolve(silences);
    await board.slack.shortcut('desk.shortcut', { user: 'bob' });
    await board.slack.closeModal(await board.slack.expectModal('bob', { text: 'Working …' }));
    gate.open();
    await board.slack.expectRequest(
      { name: 'views.update' },
      ({ response }) => response?.includes('not_found') === true,
    );
    expect(
      await board.query(`SELECT DISTINCT state FROM slack_request WHERE user_id = 'U0BOB00001'`),
    ).not.toContainEqual({ state: 'failed' });
  });

  it('can’t open too late, and the person is told why', async () => {
    desk.on('command', async (ctx, { body }) => {
      await board.slack.advance(4_000);
      await desk.people.openLoading(ctx, body.trigger_id, 'Late');
    });
    await board.slack.command('/desk');
    const said = { text: 'Slack opens no window for it any more', ephemeralTo: ANN };
    await board.slack.expectMessage('#general', said);
  });
});
