import type { EntityManager } from 'typeorm';
import { type Card, Outbox } from '../../src/delivery/index.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const OPS = 'C0OPS00001';

describe('A storm in a channel that has threads', () => {
  let board: Switchboard;
  beforeAll(async () => (board = await startSwitchboard()));
  afterAll(() => board.stop());

  const card = (title: string, more: Partial<Card> = {}): Card => ({
    subject: title,
    version: 1,
    message: { text: title },
    priority: 2,
    summary: { source: 'grafana', title, threshold: 3 },
    ...more,
  });
  const owe = (work: (outbox: Outbox, tx: EntityManager) => Promise<unknown>) =>
    board.app.get(Transactions).begin((tx) => work(board.app.get(Outbox), tx));
  const show = (one: Card) => owe((outbox, tx) => outbox.showCard(WORKSPACE, tx, one, [OPS]));

  it('takes nothing out of a thread: neither its root, nor what hangs under it, nor a card with a reply', async () => {
    await show(card('calm'));
    await board.slack.expectMessage('#ops', { text: 'calm' });
    await board.holdLanes();
    await show(card('root of none', { threadKey: 'lonely' }));
    await show(card('root', { threadKey: 'deploy' }));
    await show(card('under it', { threadKey: 'deploy' }));
    await owe((outbox, tx) => outbox.editCards(WORKSPACE, tx, card('under it', { version: 2 })));
    await show(card('answered'));
    const answer = { message: { text: 'an answer' }, priority: 2 };
    await owe((outbox, tx) => outbox.reply(WORKSPACE, tx, 'answered', answer));
    const plain = ['one', 'two', 'three', 'four'];
    for (const title of plain) await show(card(title));
    const merged = () =>
      board.query<{ title: string }>(`SELECT title FROM delivery WHERE state = 'merged' ORDER BY seq`);
    await eventually(async () => expect(await merged()).not.toEqual([]));
    expect((await merged()).map(({ title }) => title)).toEqual(plain);
    await board.releaseLanes();
    for (const text of ['root of none', 'root', 'answered']) {
      const { ts, thread_ts = ts } = await board.slack.expectMessage('#ops', { text });
      expect(thread_ts).toBe(ts);
    }
    const under = await board.slack.expectMessage('#ops', { text: 'under it' });
    const root = await board.slack.expectMessage('#ops', { text: /^root$/ });
    expect(under.thread_ts).toBe(root.ts);
  });
});
