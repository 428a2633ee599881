import { Injectable, Module } from '@nestjs/common';
import { Transactions } from '../../src/platform/database/transactions.js';
import { type EventArgs, type HandlerContext, SlackEvent } from '../../src/slack/index.js';
import { eventually } from '../harness/eventually.js';
import { runHere } from '../harness/commands.js';
import { sendEvent } from '../harness/slack-event.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

let mended = false;

@Injectable()
class Stubborn {
  constructor(private readonly transactions: Transactions) {}

  @SlackEvent('app_mention')
  async handle(ctx: HandlerContext, { event }: EventArgs<'app_mention'>) {
    if (!mended) throw new Error(`${event.text} cannot be digested`);
    await this.transactions.run(ctx, (tx) => tx.query('INSERT INTO effect VALUES ($1)', [event.text]));
  }
}

@Module({ providers: [Stubborn] })
class StubbornModule {}

describe('Events that were given up', () => {
  let board: Switchboard;
  beforeAll(async () => {
    board = await startSwitchboard({ modules: [StubbornModule] });
    await board.query('CREATE TABLE effect (event text)');
  });
  afterAll(() => board.stop());

  const send = (text: string) => sendEvent(board.url, { id: `Ev:${text}`, text });
  const effects = async () =>
    (await board.query<{ event: string }>('SELECT event FROM effect ORDER BY event')).map(
      ({ event }) => event,
    );
  /** As after the last attempt. */
  const park = () =>
    eventually(async () => {
      await board.query(`UPDATE event_work SET state = 'parked' WHERE state = 'ready' AND error IS NOT NULL`);
      expect(await board.query(`SELECT 1 FROM event_work WHERE state <> 'parked'`)).toEqual([]);
    });

  it('are listed and replayed by the operator’s commands: one, those of a reason, or all', async () => {
    const run = (...args: string[]) => runHere(board.env, 'events', ...args);
    await Promise.all(['poison-a', 'poison-b', 'poison-c'].map(send));
    await park();
    const listed = await run('list', '--state', 'parked', '--type', 'app_mention');
    expect(listed.output).toMatch(/TEAM\s+ID\s+TYPE\s+HANDLER\s+STATE\s+ATTEMPTS\s+RECEIVED\s+ERROR/);
    expect(listed.output).toMatch(/Ev:poison-a\s+app_mention\s+Stubborn.handle\s+parked.*cannot be digested/);

    mended = true;
    expect((await run('replay')).output).toContain('Say what to replay');
    expect((await run('replay', 'EvNone')).output).toContain('There is no event EvNone');
    expect(JSON.parse((await run('replay', 'Ev:poison-a', '--json')).output)).toEqual({ replayed: 1 });
    expect(JSON.parse((await run('replay', '--error', 'poison-b cannot', '--json')).output)).toEqual({
      replayed: 1,
    });
    expect((await run('replay', '--all-parked')).output).toContain('1 handler(s) have another turn');
    await eventually(async () => expect(await effects()).toEqual(['poison-a', 'poison-b', 'poison-c']));
    expect(JSON.parse((await run('list', '--state', 'parked', '--json')).output)).toEqual([]);
  });

  it('are read over HTTP a page at a time, each once, by their own workspace alone', async () => {
    const api = await board.apiWith('read');
    const ids: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const cursor: string = next === '' ? '' : `&cursor=${encodeURIComponent(next)}`;
      const { body } = await api.get(`/v1/events?type=app_mention&limit=2${cursor}`);
      ids.push(...body.events.map(({ id }: { id: string }) => id));
      next = body.next;
    }
    expect(ids.sort()).toEqual(['Ev:poison-a', 'Ev:poison-b', 'Ev:poison-c']);
    expect((await api.get('/v1/events?cursor=nowhere')).status).toBe(400);
    expect((await api.get('/v1/events?state=odd')).status).toBe(400);
    expect((await api.post('/v1/events/replay', { allParked: true })).status).toBe(403);

    await board.query(
      `UPDATE event SET workspace_id = 'T0OTHER001'; UPDATE event_work SET workspace_id = 'T0OTHER001'`,
    );
    expect((await api.get('/v1/events')).body).toEqual({ events: [], next: null });
    const manager = await board.apiWith('manage');
    expect((await manager.post('/v1/events/Ev:poison-a/replay', { again: true })).status).toBe(404);
  });
});
