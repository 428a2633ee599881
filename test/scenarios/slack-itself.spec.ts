import { Injectable, Module } from '@nestjs/common';
import { Transactions } from '../../src/platform/database/transactions.js';
import { type HandlerContext, SlackEvent } from '../../src/slack/index.js';
import { eventually } from '../harness/eventually.js';
import { sendAsSlack } from '../harness/slack-request.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

@Injectable()
class Limits {
  constructor(private readonly transactions: Transactions) {}

  @SlackEvent('app_rate_limited')
  async limited(ctx: HandlerContext, { event }: { event: { minute_rate_limited: number } }) {
    const words = `${ctx.workspaceId} ${event.minute_rate_limited}`;
    await this.transactions.run(ctx, (tx) => tx.query('INSERT INTO effect VALUES ($1)', [words]));
  }
}

@Module({ providers: [Limits] })
class LimitsModule {}

describe('What Slack says of itself', () => {
  let board: Switchboard;
  beforeAll(async () => {
    board = await startSwitchboard({ modules: [LimitsModule] });
    await board.query('CREATE TABLE effect (event text)');
  });
  afterAll(() => board.stop());

  it('app_rate_limited is stored, counted, and handled once, though it comes flat', async () => {
    const limited = { type: 'app_rate_limited', token: 'v', team_id: 'T0ACME0001', api_app_id: 'A0SWITCHBD' };
    const body = JSON.stringify({ ...limited, minute_rate_limited: 1_518_467_820 });
    for (const _time of [1, 2]) expect((await sendAsSlack(board.url, { body })).status).toBe(200);
    await eventually(async () => {
      expect(await board.query('SELECT event FROM effect')).toEqual([{ event: 'T0ACME0001 1518467820' }]);
    });
    const sql = `SELECT workspace_id FROM event WHERE type = 'app_rate_limited'`;
    expect(await board.query(sql)).toEqual([{ workspace_id: 'T0ACME0001' }]);
    expect((await board.stranger.get<string>('/metrics')).body).toContain(
      'slack_received_total{kind="app_rate_limited",transport="http"} 2',
    );
  });

  it('url_verification and ssl_check are answered and leave no row', async () => {
    const before = await board.query('SELECT count(*) FROM event');
    const verification = JSON.stringify({ type: 'url_verification', challenge: 'c1', token: 'v' });
    const answer = await sendAsSlack(board.url, { body: verification });
    expect([answer.status, await answer.json()]).toEqual([200, { challenge: 'c1' }]);
    // Slack may send it unsigned, when it looks at our certificate.
    const body = new URLSearchParams({ ssl_check: '1', token: 'v' });
    const sslCheck = await fetch(`${board.url}/slack/commands`, { method: 'POST', body });
    expect(sslCheck.status).toBe(200);
    expect(await board.query('SELECT count(*) FROM event')).toEqual(before);
  });
});
