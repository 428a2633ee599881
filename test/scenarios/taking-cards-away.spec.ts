import type { EntityManager } from 'typeorm';
import { Outbox } from '../../src/delivery/index.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const GRACE_MS = 16_000;

describe('A card that nobody wants any more', () => {
  let board: Switchboard;
  beforeEach(async () => {
    board = await startSwitchboard();
    await board.slack.invite('#ops');
  });
  afterEach(() => board.stop());

  const work = <T>(inside: (outbox: Outbox, tx: EntityManager) => Promise<T>) =>
    board.app.get(Transactions).begin((tx) => inside(board.app.get(Outbox), tx));
  const show = (version = 1) =>
    work((outbox, tx) => {
      const message = { text: `Version ${version}` };
      return outbox.showCard(WORKSPACE, tx, { subject: 'card', version, message, priority: 3 }, ['#ops']);
    });
  const remove = () => work((outbox, tx) => outbox.removeCards(WORKSPACE, tx, 'card'));
  const states = async () =>
    (await board.query<{ state: string }>('SELECT state FROM delivery ORDER BY seq')).map(
      ({ state }) => state,
    );
  const nothingWaits = () =>
    eventually(async () =>
      expect((await states()).filter((state) => ['queued', 'held', 'unknown'].includes(state))).toEqual([]),
    );

  it('is deleted; twice is once', async () => {
    await show();
    const card = await board.slack.expectMessage('#ops', { text: 'Version 1' });
    await remove();
    await remove();
    await board.slack.expectDeleted(card);
    await nothingWaits();
    expect(await states()).toEqual(['sent', 'sent']);
  });

  it('is not posted at all while it still waits, nor what waits for its thread', async () => {
    await work(async (outbox, tx) => {
      const card = { subject: 'card', version: 1, message: { text: 'Version 1' }, priority: 3 };
      await outbox.showCard(WORKSPACE, tx, card, ['#ops']);
      await outbox.reply(WORKSPACE, tx, 'card', { message: { text: 'A reply' }, priority: 3 });
      await outbox.removeCards(WORKSPACE, tx, 'card');
    });
    await nothingWaits();
    expect(await states()).toEqual(['superseded', 'superseded', 'superseded']);
    expect(await board.slack.log({ kind: 'api', name: 'chat.*' })).toEqual([]);
  });

  it('is deleted when it is found that it had arrived', async () => {
    await board.slack.faults({
      rules: [{ fault: 'reset', accepted: true, name: 'chat.postMessage', count: 1 }],
    });
    await show();
    const card = await board.slack.expectMessage('#ops', { text: 'Version 1' });
    await eventually(async () => expect(await states()).toEqual(['unknown']));
    await remove();
    await eventually(async () => expect(await states()).toEqual(['unknown', 'superseded']));
    await board.advance(GRACE_MS);
    await board.slack.expectDeleted(card);
    await nothingWaits();
  });

  it('and is wanted again before it was deleted, stays', async () => {
    await show();
    const card = await board.slack.expectMessage('#ops', { text: 'Version 1' });
    await work(async (outbox, tx) => {
      await outbox.removeCards(WORKSPACE, tx, 'card');
      const again = { subject: 'card', version: 2, message: { text: 'Version 2' }, priority: 0 };
      await outbox.showCard(WORKSPACE, tx, again, ['#ops']);
    });
    await board.slack.expectEdit(card, { text: 'Version 2' });
    await nothingWaits();
    await board.slack.expectCount('#ops', { text: /Version/ }, 1);
  });

  it('and is wanted again after it was deleted, is posted afresh', async () => {
    await show();
    const card = await board.slack.expectMessage('#ops', { text: 'Version 1' });
    await remove();
    await board.slack.expectDeleted(card);
    await show(2);
    await board.slack.expectMessage('#ops', { text: 'Version 2' });
  });
});
