import { once } from 'node:events';
import { WebSocket } from 'ws';
import { DEMO_APP_TOKEN } from '../../sandbox/demo.js';
import { eventually } from '../harness/eventually.js';
import { type RunningProgram, startProgram, stopAllPrograms } from '../harness/process.js';
import { SocketPool } from '../../src/slack/index.js';
import { connected, figure, startNoting } from '../harness/socket-mode.js';
import type { Switchboard } from '../harness/switchboard.js';

describe('When Slack does not want another connection', () => {
  let board: Switchboard;
  beforeAll(async () => {
    board = await startNoting({ SLACK_APP_TOKEN: DEMO_APP_TOKEN });
    await board.slack.configure({ app: { socketMode: true } });
    await connected(board, 2);
  });
  afterAll(async () => {
    await stopAllPrograms();
    await board.stop();
  });

  const attempts = () => board.slack.log({ name: 'apps.connections.open' });
  const startProcess = (token: string): RunningProgram =>
    startProgram('src/main.js', {
      env: { ...board.env, SLACK_APP_TOKEN: token, LOG_LEVEL: 'info', ROLE: 'worker', PORT: '0' },
    });

  it('because it refuses the token, the log says what to do, and Slack is asked once', async () => {
    const before = (await attempts()).length;
    const token = 'xapp-1-A0SWITCHBD-3333333333-withdrawn';
    const worker = startProcess(token);
    const [line] = await worker.waitForLine(/.*refuses Socket Mode.*/);
    expect(JSON.parse(line)).toMatchObject({
      level: 'error',
      code: 'invalid_auth',
      msg: expect.stringMatching(
        /does not take SLACK_APP_TOKEN: make an app-level token .*connections:write/,
      ),
    });
    expect(await worker.stop()).toMatchObject({ code: 0 });
    expect(worker.output).not.toContain(token);
    expect(await attempts()).toHaveLength(before + 1);
  });

  it('"switchboard doctor" says so before anything is started', async () => {
    const doctor = async (token: string) => {
      const env = { ...board.env, SLACK_APP_TOKEN: token };
      const program = startProgram('src/cli.js', { env, args: ['doctor'] });
      return { ...(await program.exited), output: program.output };
    };
    expect(await doctor(DEMO_APP_TOKEN)).toMatchObject({
      code: 0,
      output: expect.stringContaining('ok    socket mode: Slack takes SLACK_APP_TOKEN'),
    });
    expect(await doctor('xapp-1-A0SWITCHBD-3333333333-withdrawn')).toMatchObject({
      code: 1,
      output: expect.stringMatching(
        /FAIL {2}socket mode: refused \(invalid_auth\): .* make an app-level token/,
      ),
    });
  });

  it('because there were too many attempts, it is left alone for as long as it asks', async () => {
    const before = (await attempts()).length;
    await board.slack.faults({
      rules: [{ fault: 'ratelimited', name: 'apps.connections.open', retryAfterS: 2, count: 1 }],
    });
    await board.slack.endSockets('cut');
    await eventually(async () => expect(await board.slack.sockets()).toBe(2), 20_000);
    const [refused, next] = (await attempts()).slice(before);
    expect(refused.status).toBe(429);
    expect(next.at - refused.at).toBeGreaterThanOrEqual(2_000);
  });

  it('because the app has ten, one that leaves makes room for its successor; more processes are told', async () => {
    const others = await Promise.all(Array.from({ length: 8 }, () => openSocket()));
    expect(await board.slack.sockets()).toBe(10);
    const refused = 'socket_failed_attempts_total{code="too_many_websockets"}';
    const renewed = 'socket_reconnects_total{reason="warning"}';

    await board.slack.endSockets('warning');
    await eventually(async () => expect(await figure(board.app, renewed)).toBe(2));
    await eventually(async () => {
      board.app.get(SocketPool).look();
      expect(await figure(board.app, refused)).toBeGreaterThan(0);
      expect(await figure(board.app, 'socket_connections')).toBe(2);
      expect(await board.slack.sockets()).toBe(10);
    });

    const worker = startProcess(DEMO_APP_TOKEN);
    await worker.waitForLine(/refuses Socket Mode.*run fewer worker processes/);
    expect(await worker.stop()).toMatchObject({ code: 0 });
    for (const other of others) other.terminate();
  });

  async function openSocket(): Promise<WebSocket> {
    const opened = await fetch(`${board.env.SLACK_API_URL}apps.connections.open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${DEMO_APP_TOKEN}` },
    });
    const { url } = (await opened.json()) as { url: string };
    const socket = new WebSocket(url);
    await once(socket, 'message');
    return socket;
  }
});
