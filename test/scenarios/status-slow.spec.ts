import { StatusTiming } from '../../src/chatops/index.js';
import { RequestLimits } from '../../src/requests/index.js';
import { expectDirect } from '../harness/direct-message.js';
import { eventually } from '../harness/eventually.js';
import { freePort } from '../harness/free-port.js';
import { startProgram, stopAllPrograms } from '../harness/process.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';
import { type TargetServer, startTarget } from '../harness/target-server.js';

const [ANN, BOB, CAROL] = ['U0ANN00001', 'U0BOB00001', 'U0CAROL001'];
const LEASE_MS = 11_000;

describe('/status, while a service does not answer', () => {
  let board: Switchboard;
  let quick: TargetServer;
  let slow: TargetServer;
  /** Has the slow one answer what it was asked. */
  let release: () => void;
  const held: (() => void)[] = [];

  beforeAll(async () => {
    board = await startSwitchboard({ env: { OUTBOUND_ALLOW: '127.0.0.0/8' } });
    [quick, slow] = [await startTarget(), await startTarget()];
    slow.on((_request, response) => void held.push(() => response.end()));
    release = () => held.splice(0).forEach((answer) => answer());
    const api = await board.apiWith('manage');
    for (const [name, { url }] of Object.entries({ quick, slow })) {
      expect(await api.post('/v1/services', { name, url, timeout_ms: 10_000 })).toMatchObject({
        status: 201,
      });
    }
    expect(await api.post('/v1/services', { name: 'dead', url: slow.url, timeout_ms: 2_200 })).toMatchObject({ status: 201 }); // prettier-ignore
    Object.assign(board.app.get(RequestLimits), { settle: 20 });
  });
  afterAll(async () => {
    await stopAllPrograms();
    await board.stop();
    await Promise.all([quick.close(), slow.close()]);
  });

  const typed = async (name: string, user: string, channel: string) => {
    const { status, ms, body } = await board.slack.command(`/status ${name}`.trim(), { user, channel });
    expect([status, ms < 3_000]).toEqual([200, true]);
    return JSON.parse(body) as { text: string; blocks: object[] };
  };
  const running = () => board.query(`SELECT FROM slack_request WHERE state = 'running'`);

  it('is answered within Slack’s 3 s by the limits as they are, and again when its time is over', async () => {
    expect((await typed('dead', 'ann', '#ops')).text).toContain('⏳ *dead*: checking …');
    await board.slack.expectMessage('#ops', { text: 'did not answer within 2.2 s', ephemeralTo: ANN });
  });

  it('shows what has answered, and all of it when the last one has', async () => {
    Object.assign(board.app.get(StatusTiming), { showAfter: 1_000 });
    const { text } = await typed('', 'ann', '#incidents');
    expect(text).toMatch(/🟢 \*quick\*: up .*\n⏳ \*slow\*: checking …/);
    expect(text).toContain('follows in a message of its own');
    expect(await running()).toHaveLength(1);
    release();
    const whole = await board.slack.expectMessage('#incidents', { text: '*slow*: up', ephemeralTo: ANN });
    expect(whole.text).toContain('*quick*: up');
    expect(JSON.stringify(whole)).not.toContain('checking');
    await eventually(async () => expect(await running()).toEqual([]));
  });

  it('comes in a direct message where the response_url is over', async () => {
    await typed('slow', 'bob', '#ops');
    await board.slack.faults({ rules: [{ fault: 'error', kind: 'response_url', status: 404, count: 1 }] });
    release();
    await expectDirect(board.slack, BOB, { text: '*slow*: up' });
  });

  it('leaves nothing at “checking” when the process dies: another one looks again, and says all of it', async () => {
    const port = String(await freePort());
    const program = startProgram('src/main.js', {
      env: { ...board.env, ROLE: 'web', PORT: port, LOG_LEVEL: 'info' },
    });
    await program.waitForLine(/Switchboard is ready/);
    await board.slack.configure({ app: { requestUrl: `http://127.0.0.1:${port}/slack/events` } });
    const { text } = await typed('slow', 'carol', '#general');
    expect(text).toContain('checking …');
    await program.kill9();
    held.length = 0;
    // Nobody waits for a first word any more: there is none.
    Object.assign(board.app.get(StatusTiming), { showAfter: 0 });
    await board.advance(LEASE_MS);
    await eventually(() => Promise.resolve(expect(held).toHaveLength(1)));
    release();
    const whole = await board.slack.expectMessage('#general', { text: '*slow*: up', ephemeralTo: CAROL });
    expect(JSON.stringify(whole)).not.toContain('checking');
    await board.slack.expectCount('#general', { text: 'checking …' }, 1);
  });
});
