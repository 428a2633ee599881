import { Injectable, Module } from '@nestjs/common';
import { Client, escapeIdentifier } from 'pg';
import { Transactions } from '../../src/platform/database/transactions.js';
import { type EventArgs, type HandlerContext, SlackEvent } from '../../src/slack/index.js';
import { testServerUrl } from '../harness/database.js';
import { eventually } from '../harness/eventually.js';
import { sendEvent } from '../harness/slack-event.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

/** After this Slack has given up, and will send it again. */
const SLACK_WAITS_MS = 3_000;

@Injectable()
class Effects {
  constructor(private readonly transactions: Transactions) {}

  @SlackEvent('app_mention')
  async mentioned(ctx: HandlerContext, { event }: EventArgs<'app_mention'>) {
    await this.transactions.run(ctx, (tx) => tx.query('INSERT INTO effect VALUES ($1)', [event.text]));
  }
}

@Module({ providers: [Effects] })
class EffectsModule {}

describe('What Slack sends while storage', () => {
  let board: Switchboard;
  beforeAll(async () => {
    board = await startSwitchboard({ modules: [EffectsModule] });
    await board.query('CREATE TABLE effect (event text)');
  });
  afterAll(() => board.stop());

  const expectEffects = (...events: string[]) =>
    eventually(async () => {
      const rows = await board.query<{ event: string }>('SELECT event FROM effect WHERE event = ANY($1)', [
        events,
      ]);
      expect(rows.map(({ event }) => event).sort()).toEqual([...events].sort());
    });
  const timed = async (text: string) => {
    const startedAt = performance.now();
    const status = await sendEvent(board.url, { id: `Ev${text}`, text });
    return { status, inTime: performance.now() - startedAt < SLACK_WAITS_MS };
  };
  const connected = async (url: string, work: (client: Client) => Promise<void>) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    await work(client).finally(() => client.end());
  };

  it('is late gets 503 in time; what Slack sends again is one effect', async () => {
    await connected(board.env.DATABASE_URL, async (client) => {
      await client.query('BEGIN; LOCK TABLE event');
      const sent = await Promise.all(['Late1', 'Late2', 'Late3'].map(timed));
      expect(sent).toEqual(sent.map(() => ({ status: 503, inTime: true })));
      await client.query('ROLLBACK');
    });
    for (const text of ['Late1', 'Late2', 'Late3']) expect(await timed(text)).toMatchObject({ status: 200 });
    await expectEffects('Late1', 'Late2', 'Late3');
    expect((await board.stranger.get<string>('/metrics')).body).toContain(
      'events_acknowledged_total{result="late"} 3',
    );
  });

  it('is away gets 503 in time, and 200 soon after it is back', async () => {
    const name = new URL(board.env.DATABASE_URL).pathname.slice(1);
    await connected(testServerUrl(), async (server) => {
      await server.query(`ALTER DATABASE ${escapeIdentifier(name)} ALLOW_CONNECTIONS false`);
      await server.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
      expect(await timed('Away')).toEqual({ status: 503, inTime: true });
      await server.query(`ALTER DATABASE ${escapeIdentifier(name)} ALLOW_CONNECTIONS true`);
    });
    await eventually(async () => expect(await timed('Away')).toMatchObject({ status: 200 }));
    await expectEffects('Away');
  });

  it('comes back is sent again by Slack itself', async () => {
    await connected(board.env.DATABASE_URL, async (client) => {
      await client.query('BEGIN; LOCK TABLE event');
      await board.slack.uninstall();
      await board.slack.expectRequest(
        { kind: 'event', name: 'app_uninstalled' },
        ({ status }) => status === 503,
      );
      await client.query('ROLLBACK');
    });
    await eventually(async () => {
      expect(await board.query('SELECT state FROM installation')).toEqual([
        { state: expect.stringMatching(/uninstalled|revoked/) },
      ]);
    });
    const sql = `SELECT retry_num FROM event WHERE type = 'app_uninstalled'`;
    await eventually(async () => expect(await board.query(sql)).toHaveLength(1));
  });
});
