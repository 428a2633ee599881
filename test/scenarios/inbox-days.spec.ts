import { EventPartitions } from '../../src/events/index.js';
import { sendEvent } from '../harness/slack-event.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const DAY_MS = 24 * 60 * 60 * 1_000;

describe('The days of the inbox', () => {
  let board: Switchboard;
  let today: Date;
  beforeAll(async () => {
    board = await startSwitchboard();
    // No midnight comes while this runs.
    await board.clock.advanceToNoon();
    today = board.clock.now();
    await keep();
  });
  afterAll(() => board.stop());

  const keep = () => board.app.get(EventPartitions).keep();
  const partition = (table: string, days: number) =>
    `${table}_${new Date(today.getTime() + days * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')}`;
  const daysOf = (table: string, ...days: number[]) => days.map((day) => partition(table, day));
  const partitions = async () => {
    const rows = await board.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relname ~ '^event(_work)?_[0-9]{8}$' AND relkind = 'r' ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  };
  const stored = () =>
    board.query('SELECT event_id AS id, tableoid::regclass::text AS place FROM event ORDER BY event_id');

  it('are there before they begin', async () => {
    const days = [-1, 0, 1, 2];
    expect(await partitions()).toEqual(
      expect.arrayContaining([...daysOf('event', ...days), ...daysOf('event_work', ...days)]),
    );
  });

  it('take their events; what has an odd time is stored as well, and is the same one when it comes again', async () => {
    const seconds = Math.floor(today.getTime() / 1_000);
    const send = (id: string, time: number) =>
      sendEvent(board.url, {
        id,
        type: 'tokens_revoked',
        time,
        offset: Math.floor(board.clock.aheadMs / 1_000),
      });
    expect(await send('EvA', seconds)).toBe(200);
    for (const [id, time] of Object.entries({ EvB: 0, EvC: 99_999_999_999, EvD: seconds + 30 * 86_400 })) {
      for (const _time of [1, 2]) expect(await send(id, time)).toBe(200);
    }
    expect(await stored()).toEqual([
      { id: 'EvA', place: partition('event', 0) },
      { id: 'EvB', place: 'event_default' },
      { id: 'EvC', place: 'event_default' },
      { id: 'EvD', place: 'event_default' },
    ]);
  });

  it('are kept for seven whole days, then dropped with all they held', async () => {
    await board.clock.advance(7 * DAY_MS);
    await keep();
    expect(await stored()).toHaveLength(4);
    expect(await partitions()).toEqual(expect.arrayContaining(daysOf('event_work', 0, 6, 7, 8, 9)));
    expect(await partitions()).not.toContain(partition('event', -1));

    await board.clock.advance(DAY_MS);
    await keep();
    expect(await stored()).toEqual([]);
    expect(await board.query('SELECT event_id FROM event_work')).toEqual([]);
    expect(await partitions()).not.toContain(partition('event', 0));
  });
});
