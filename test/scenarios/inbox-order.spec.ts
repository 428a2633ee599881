import { Injectable, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { loadConfig } from '../../src/platform/config/config.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { type EventArgs, type HandlerContext, SlackEvent } from '../../src/slack/index.js';
import { createService } from '../../src/service.js';
import { eventually } from '../harness/eventually.js';
import { sendEvent } from '../harness/slack-event.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

/** Which event each call was for, committed or not. */
const calls: string[] = [];
/** How often an event still fails. */
const failures = new Map<string, number>();

@Injectable()
class Journal {
  constructor(private readonly transactions: Transactions) {}

  @SlackEvent('app_mention', { inOrder: 'channel' })
  async write(ctx: HandlerContext, { event }: EventArgs<'app_mention'>) {
    calls.push(event.text);
    const left = failures.get(event.text) ?? 0;
    failures.set(event.text, left - 1);
    if (left > 0) throw new Error('not yet');
    await this.transactions.run(ctx, (tx) =>
      tx.query('INSERT INTO effect (channel, event) VALUES ($1, $2)', [event.channel, event.text]),
    );
  }

  @SlackEvent('reaction_added')
  async count(ctx: HandlerContext) {
    calls.push(ctx.reference);
    await this.transactions.run(ctx, (tx) =>
      tx.query(`INSERT INTO effect (channel, event) VALUES ('-', $1)`, [ctx.reference]),
    );
  }
}

@Module({ providers: [Journal] })
class JournalModule {}

describe('The order of events', () => {
  let board: Switchboard;
  let second: NestFastifyApplication;
  beforeAll(async () => {
    board = await startSwitchboard({ modules: [JournalModule] });
    await board.query('CREATE TABLE effect (seq serial, channel text, event text)');
    const worker = loadConfig({ ...board.env, ROLE: 'worker' });
    second = await createService(worker, { clock: board.clock, modules: [JournalModule] });
    await second.init();
  });
  afterAll(async () => {
    await second.close();
    await board.stop();
  });
  beforeEach(() => (calls.length = 0));

  const events = async (channel: string) => {
    const sql = 'SELECT event FROM effect WHERE channel = $1 ORDER BY seq';
    return (await board.query<{ event: string }>(sql, [channel])).map(({ event }) => event);
  };
  const send = (text: string, channel: string) =>
    sendEvent(board.url, { id: `Ev${channel}-${text}`, text, channel });

  it('is kept in a channel whose first one fails twice; other channels go on', async () => {
    failures.set('a1', 2);
    for (const text of ['a1', 'a2', 'a3']) expect(await send(text, 'C0A')).toBe(200);
    for (const text of ['b1', 'b2', 'b3']) expect(await send(text, 'C0B')).toBe(200);
    await eventually(async () => expect(await events('C0B')).toEqual(['b1', 'b2', 'b3']));
    expect(await events('C0A')).toEqual([]);
    await board.advance(1_300);
    await eventually(() => Promise.resolve(expect(calls.filter((text) => text === 'a1')).toHaveLength(2)));
    await send('a4', 'C0A');
    await board.advance(6_100);
    await eventually(async () => expect(await events('C0A')).toEqual(['a1', 'a2', 'a3', 'a4']));
    expect(calls.filter((text) => text.startsWith('a'))).toEqual(['a1', 'a1', 'a1', 'a2', 'a3', 'a4']);
  });

  it('is kept by two workers that share hundreds of events of a few channels', async () => {
    const channels = ['C0P', 'C0Q', 'C0R'];
    const texts = Array.from({ length: 60 }, (_, index) => `e${index}`);
    await Promise.all(
      channels.map(async (channel) => {
        for (const text of texts) await send(text, channel);
      }),
    );
    for (const channel of channels)
      await eventually(async () => expect(await events(channel)).toEqual(texts), 30_000);
    expect(calls).toHaveLength(texts.length * channels.length);
  });

  it('is nobody’s concern elsewhere: two workers share the rows, and run none twice', async () => {
    const ids = Array.from({ length: 400 }, (_, index) => `EvR${index}`);
    // Who is refused in the crowd comes again, as Slack does.
    const accepted = async (id: string) =>
      expect(await sendEvent(board.url, { id, type: 'reaction_added' })).toBe(200);
    await Promise.all(ids.map((id) => eventually(() => accepted(id), 30_000)));
    await eventually(async () => expect((await events('-')).sort()).toEqual([...ids].sort()), 30_000);
    expect(calls.sort()).toEqual([...ids].sort());
  });
});
