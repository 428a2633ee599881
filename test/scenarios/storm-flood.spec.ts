import { Outbox } from '../../src/delivery/index.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import type { Api } from '../harness/api.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const OPS = 'C0OPS00001';
const SENDERS = 6;
const ALERTS = 25;
const MINUTE_MS = 60_000;

describe('A flood of alerts that fire and end, from many senders at once', () => {
  let board: Switchboard;
  let api: Api;
  beforeAll(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send', 'manage');
  });
  afterAll(() => board.stop());

  const title = (sender: number, index: number) => `Disk ${sender * 100 + index} full`;
  const send = async (sender: number, index: number, status: string) => {
    const name = title(sender, index);
    const alert = { type: 'alert', severity: index % 10 === 9 ? 'critical' : 'warning', title: name };
    const { status: code } = await api.post('/v1/notifications', { ...alert, fingerprint: name, status });
    expect(code).toBe(202);
  };

  it('ends with each told as over once, by its card or by a line, and with no line lost', async () => {
    await api.put('/v1/routes', { routes: [], fallback: { channel: OPS }, storms: { threshold: 5 } });
    await Promise.all(
      Array.from({ length: SENDERS }, async (_, sender) => {
        for (let index = 0; index < ALERTS; index += 1) {
          await send(sender, index, 'firing');
          if (index % 2 === 1) await send(sender, index - 1, 'resolved');
        }
        for (let index = 0; index < ALERTS; index += 1) await send(sender, index, 'resolved');
      }),
    );
    await eventually(async () => {
      await board.advance(MINUTE_MS);
      const waiting = `SELECT id FROM delivery WHERE state IN ('queued', 'held', 'unknown')`;
      expect(await board.query(waiting)).toEqual([]);
      expect(await board.query('SELECT FROM storm')).toEqual([]);
    }, 60_000);

    const messages = await board.slack.messages('#ops');
    const lines = messages.filter(({ thread_ts, ts }) => thread_ts !== undefined && thread_ts !== ts);
    const told = lines.flatMap(({ text }) => text.match(/\w+: Disk \d+ full/g) ?? []);
    const merged = await board.query<{ title: string }>(
      `SELECT title FROM delivery WHERE state = 'merged' ORDER BY seq`,
    );
    expect(merged.length).toBeGreaterThan(50);
    expect(told.sort()).toEqual(merged.map((one) => one.title).sort());
    expect(
      await board.query(
        `SELECT id FROM delivery WHERE state = 'failed' OR priority = 0 AND state = 'merged'`,
      ),
    ).toEqual([]);

    const cards = messages.filter((message) => !lines.includes(message)).map(({ text }) => text);
    for (let sender = 0; sender < SENDERS; sender += 1)
      for (let index = 0; index < ALERTS; index += 1) {
        const over = `Resolved: ${title(sender, index)}`;
        expect([...cards, ...told].filter((text) => text === over)).toEqual([over]);
      }
  });

  it('accepts side by side, though all of it is for one lane', async () => {
    await board.holdLanes();
    const transactions = board.app.get(Transactions);
    const post = (text: string) =>
      transactions.begin(async (tx) => {
        await tx.query(`SET LOCAL lock_timeout = '2s'`);
        await board.app.get(Outbox).post(WORKSPACE, tx, { message: { text }, priority: 3 }, [OPS]);
        if (text === 'outer') await post('inner');
      });
    await post('first');
    await post('outer');
    await board.releaseLanes();
    await board.slack.expectMessage('#ops', { text: 'inner' });
    await board.slack.expectMessage('#ops', { text: 'outer' });
  });
});
