import { Injectable, Module } from '@nestjs/common';
import { Outbox } from '../../src/delivery/index.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { type EventArgs, type HandlerContext, SlackEvent } from '../../src/slack/index.js';
import { eventually } from '../harness/eventually.js';
import { sendEvent } from '../harness/slack-event.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

/** Handlers that fail as long as they stand here. */
const broken = new Set<string>();
const failIfBroken = (handler: string) => {
  if (broken.has(handler)) throw new Error(`${handler} is broken`);
};

@Injectable()
class Mentions {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
  ) {}

  @SlackEvent('app_mention')
  async count(ctx: HandlerContext, { event }: EventArgs<'app_mention'>) {
    await this.transactions.run(ctx, (tx) =>
      tx.query('INSERT INTO effect (event, handler) VALUES ($1, $2)', [event.text, 'count']),
    );
    failIfBroken('count');
  }

  @SlackEvent('app_mention')
  async answer(ctx: HandlerContext, { event }: EventArgs<'app_mention'>) {
    const message = { text: `Heard: ${event.text}` };
    await this.transactions.run(ctx, (tx) =>
      this.outbox.post(ctx, tx, { message, priority: 5 }, ['C0GENERAL1']),
    );
    failIfBroken('answer');
  }
}

@Module({ providers: [Mentions] })
class MentionsModule {}

describe('An event that Slack was told 200 for', () => {
  let board: Switchboard;
  beforeAll(async () => {
    board = await startSwitchboard({ modules: [MentionsModule] });
    await board.query('CREATE TABLE effect (event text, handler text)');
  });
  afterAll(() => board.stop());
  afterEach(() => broken.clear());

  const effects = (event: string) => board.query('SELECT handler FROM effect WHERE event = $1', [event]);
  const statesOf = async (id: string) => {
    const rows = await board.query<{ handler: string; state: string }>(
      'SELECT handler, state FROM event_work WHERE event_id = $1',
      [id],
    );
    return Object.fromEntries(rows.map(({ handler, state }) => [handler.replace('Mentions.', ''), state]));
  };
  const expectStates = (id: string, states: object) =>
    eventually(async () => expect(await statesOf(id)).toEqual(states));
  const DONE = { count: 'done', answer: 'done' };

  it('is on disk, whatever its handlers do', async () => {
    broken.add('count').add('answer');
    expect(await sendEvent(board.url, { id: 'EvDisk', text: 'disk' })).toBe(200);
    const rows = await board.query('SELECT payload FROM event WHERE event_id = $1', ['EvDisk']);
    expect(rows).toEqual([{ payload: expect.stringContaining('"text":"disk"') }]);
  });

  it('is one effect, and one message, however often Slack sends it', async () => {
    const attempts = [undefined, 1, 2, 3, 3, 3, 3, 3].map((retry) =>
      sendEvent(board.url, { id: 'EvOnce', text: 'once', retry }),
    );
    expect(await Promise.all(attempts)).toEqual(attempts.map(() => 200));
    await expectStates('EvOnce', DONE);
    expect(await sendEvent(board.url, { id: 'EvOnce', text: 'once', retry: 3 })).toBe(200);
    await sendEvent(board.url, { id: 'EvAfter', text: 'after' });
    await expectStates('EvAfter', DONE);
    expect(await effects('once')).toEqual([{ handler: 'count' }]);
    await board.slack.expectMessage('#general', { text: 'Heard: after' });
    await board.slack.expectCount('#general', { text: 'Heard: once' }, 1);
  });

  it('is tried again by the handler that failed alone, of which nothing is kept', async () => {
    broken.add('answer');
    await sendEvent(board.url, { id: 'EvApart', text: 'apart' });
    await expectStates('EvApart', { count: 'done', answer: 'ready' });
    expect(await board.query(`SELECT id FROM delivery WHERE message ->> 'text' = 'Heard: apart'`)).toEqual(
      [],
    );
    broken.clear();
    await board.advance(1_300);
    await expectStates('EvApart', DONE);
    await board.slack.expectCount('#general', { text: 'Heard: apart' }, 1);
    expect(await effects('apart')).toHaveLength(1);
  });

  it('has all of a handler’s effects or none', async () => {
    broken.add('count');
    await sendEvent(board.url, { id: 'EvHalf', text: 'half' });
    await expectStates('EvHalf', { count: 'ready', answer: 'done' });
    expect(await effects('half')).toEqual([]);
    broken.clear();
    await board.advance(1_300);
    await expectStates('EvHalf', DONE);
    expect(await effects('half')).toHaveLength(1);
  });
});
