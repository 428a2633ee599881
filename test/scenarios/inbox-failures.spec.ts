import { Injectable, Module } from '@nestjs/common';
import { MOST_ATTEMPTS, pauseAfter } from '../../src/events/domain/retry.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { type EventArgs, type HandlerContext, SlackEvent } from '../../src/slack/index.js';
import { eventually } from '../harness/eventually.js';
import { sendEvent } from '../harness/slack-event.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

let mended = false;

@Injectable()
class Fragile {
  constructor(private readonly transactions: Transactions) {}

  /** What it does is what the event says. */
  @SlackEvent('app_mention')
  async handle(ctx: HandlerContext, { event }: EventArgs<'app_mention'>) {
    const { text } = event;
    await this.transactions.run(ctx, async (tx) => {
      if (text === 'hide' && !mended) await tx.query('SELECT 1 / 0').catch(() => undefined);
      else await tx.query('INSERT INTO effect (event) VALUES ($1)', [text]);
    });
    if (text.startsWith('poison') && !mended) throw new Error(`${text} \0 cannot be digested`);
  }
}

@Module({ providers: [Fragile] })
class FragileModule {}

describe('An event that a handler cannot digest', () => {
  let board: Switchboard;
  beforeEach(async () => {
    mended = false;
    board = await startSwitchboard({ modules: [FragileModule] });
    await board.query('CREATE TABLE effect (event text)');
  });
  afterEach(() => board.stop());

  const send = (text: string) => sendEvent(board.url, { id: `Ev:${text}`, text });
  const effects = async () =>
    (await board.query<{ event: string }>('SELECT event FROM effect ORDER BY event')).map(
      ({ event }) => event,
    );
  const expectWork = (text: string, work: object) =>
    eventually(async () => {
      const sql = 'SELECT state, attempts, error FROM event_work WHERE event_id = $1';
      expect(await board.query(sql, [`Ev:${text}`])).toEqual([expect.objectContaining(work)]);
    });
  /** Lets every retry fall due, one after the other. */
  const exhaust = async (text: string) => {
    for (let attempts = 1; attempts < MOST_ATTEMPTS; attempts += 1) {
      await expectWork(text, { state: 'ready', attempts });
      await board.advance(pauseAfter(attempts, 1) ?? 0);
    }
    await expectWork(text, { state: 'parked', attempts: MOST_ATTEMPTS });
  };

  it('never keeps the others from their turn: one poison in a batch of good ones, thrown or hidden', async () => {
    const good = Array.from({ length: 40 }, (_, index) => `good-${String(index).padStart(2, '0')}`);
    const all = [...good.slice(0, 20), 'poison', ...good.slice(20, 30), 'hide', ...good.slice(30)];
    expect(await Promise.all(all.map(send))).toEqual(all.map(() => 200));
    await eventually(async () => expect(await effects()).toEqual(good));
    await expectWork('poison', { state: 'ready', error: 'Error: poison \uFFFD cannot be digested' });
    await expectWork('hide', { state: 'ready', error: expect.stringContaining('aborted') });
    expect(
      await board.query(`SELECT 1 FROM event_work WHERE attempts > 1 AND event_id LIKE 'Ev:good%'`),
    ).toEqual([]);
  });

  it('is tried with ever longer pauses, then parked with the reason, counted, and replayed over HTTP', async () => {
    await send('poison');
    await exhaust('poison');
    const metrics = (await board.stranger.get<string>('/metrics')).body;
    expect(metrics).toContain('events_handled_total{handler="Fragile.handle",outcome="parked"} 1');
    expect(metrics).toContain('events_handled_total{handler="Fragile.handle",outcome="failed"} 7');

    const api = await board.apiWith('read', 'manage');
    const { body } = await api.get('/v1/events?state=parked');
    const view = { id: 'Ev:poison', type: 'app_mention', handler: 'Fragile.handle', attempts: MOST_ATTEMPTS };
    expect(body).toEqual({ events: [expect.objectContaining(view)], next: null });
    expect(body.events[0].error).toContain('cannot be digested');

    mended = true;
    expect(await api.post('/v1/events/Ev:poison/replay', {})).toMatchObject({
      status: 202,
      body: { replayed: 1 },
    });
    await expectWork('poison', { state: 'done', attempts: 1, error: null });
    expect(await effects()).toEqual(['poison']);
    expect(await api.post('/v1/events/Ev:poison/replay', {})).toMatchObject({ status: 404 });
    expect(await api.post('/v1/events/replay', {})).toMatchObject({ status: 400 });
    await api.post('/v1/events/Ev:poison/replay', { again: true });
    await eventually(async () => expect(await effects()).toEqual(['poison', 'poison']));
  });

  it('is parked when every worker that took it died of it; those behind it lose no attempt', async () => {
    mended = true;
    for (const text of ['killer', 'bystander']) {
      await send(text);
      await expectWork(text, { state: 'done' });
    }
    // As a worker leaves them that took both and died of one, which it had begun with last.
    await board.query(
      `UPDATE event_work SET state = 'running', claim = '00000000-0000-4000-8000-000000000000', attempts = $1,
         claimed_at = clock_now() - CASE event_id WHEN 'Ev:killer' THEN interval '1 minute' ELSE interval '2 minutes' END`,
      [MOST_ATTEMPTS],
    );
    await board.advance(0);
    await expectWork('killer', { state: 'parked', error: expect.stringContaining('worker died') });
    await expectWork('bystander', { state: 'done', attempts: MOST_ATTEMPTS });
  });
});
