import { ConflictError } from '../../src/platform/errors/app-error.js';
import { Log } from '../../src/platform/logging/log.js';
import { Desk, DeskModule } from '../harness/desk.js';
import { expectDirect } from '../harness/direct-message.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const BOB = 'U0BOB00001';
const DONE = /That was done, but something went wrong afterwards.* Reference: [\w-]{36}/;

describe('A handler that fails half way', () => {
  let board: Switchboard;
  let desk: Desk;
  beforeAll(async () => {
    board = await startSwitchboard({ modules: [DeskModule] });
    desk = board.app.get(Desk);
    board.app.get(Log).error = () => undefined;
    await desk.post(WORKSPACE, '#ops');
  });
  afterAll(() => board.stop());
  beforeEach(() => desk.clear());

  const openForm = async () => {
    await board.slack.shortcut('desk.open', { user: 'bob' });
    return board.slack.expectModal('bob', { title: 'Desk', text: 'What is it about?' });
  };

  it('leaves nothing of what it had begun', async () => {
    desk.on('command', async ({ reference: _, ...ctx }) => {
      await desk.transactions.run(ctx, async (tx) => {
        await tx.query(`INSERT INTO mark VALUES ('T', 'half')`);
        throw new Error('half way');
      });
    });
    await board.slack.command('/desk');
    expect(await desk.marks()).toEqual([]);
  });

  it('after its work was committed does not call for doing it again', async () => {
    desk.on('press', async (ctx) => {
      await desk.mark(ctx, 'pressed');
      throw new Error('too late to matter');
    });
    const card = await board.slack.expectMessage('#ops', { text: 'A card' });
    await board.slack.click(card, 'Press', { user: 'bob' });
    await board.slack.expectMessage('#ops', { text: DONE, ephemeralTo: BOB });
    // The second click of two finds it done, however late this machine is.
    await board.query(`UPDATE request_once SET free_at = free_at + interval '1 minute'`);
    await board.slack.click(card, 'Press', { user: 'bob' });
    desk.on('form', async (ctx) => {
      await desk.mark(ctx, 'sent');
      throw new Error('too late to matter');
    });
    await board.slack.submit(await openForm(), { Reason: 'x' });
    const said = await board.slack.expectModal('bob', { text: DONE });
    expect(said.submit).toBeNull();
    expect(await desk.marks()).toEqual(['pressed', 'sent']);
  });

  it('after it acknowledged is heard of all the same', async () => {
    desk.on('command', async (_ctx, { ack }) => {
      await ack('Begun');
      throw new Error('disk on fire');
    });
    await board.slack.command('/desk', { user: 'carol' });
    await board.slack.expectMessage('#general', {
      text: 'Sorry, that did not work',
      ephemeralTo: 'U0CAROL001',
    });
    desk.on('form', async (_ctx, { ack }) => {
      await ack();
      throw new ConflictError({ detail: 'The window was closed too early.' });
    });
    await board.slack.submit(await openForm(), { Reason: 'x' });
    await expectDirect(board.slack, BOB, { text: 'The window was closed too early.' });
  });
});
