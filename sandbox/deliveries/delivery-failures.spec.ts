import { once } from 'node:events';
import {
  createServer as createHttp,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTcp, type AddressInfo, type Server as TcpServer } from 'node:net';
import { ManualTimer } from '../clock/manual-timer.js';
import { Slack } from '../slack.js';
import { demoApp } from '../workspace/seed.js';
import type { Installation } from '../workspace/model.js';
import { signature } from './signature.js';

const BEGAN = 1_700_000_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What becomes of events (facts, section 2): an app that is a bare server, and a clock that stands until it is moved. */
describe('deliveries that fail', () => {
  let slack: Slack;
  let world: ManualTimer;
  let app: Server;
  let base: string;
  let answer: (response: ServerResponse, path: string) => void;
  let heard: { path: string; headers: IncomingHttpHeaders; body: string }[];

  beforeEach(async () => {
    world = new ManualTimer(BEGAN);
    slack = new Slack(world);
    heard = [];
    answer = (response) => void response.end();
    app = createHttp((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const path = request.url ?? '';
        heard.push({ path, headers: request.headers, body });
        answer(response, path);
      });
    }).listen(0, '127.0.0.1');
    await once(app, 'listening');
    base = urlOf(app);
    const known = demoApp(base);
    slack.world.apps.set(known.id, known);
  });
  afterEach(async () => {
    await slack.close();
    app.closeAllConnections();
    app.close();
  });

  const known = () => slack.world.apps.get(INSTALLATION.appId) as ReturnType<typeof demoApp>;
  const emit = (type = 'app_uninstalled') => slack.events.emit(INSTALLATION, { type });
  const status = (code: number, headers?: Record<string, string>) => () =>
    void (answer = (response) => void response.writeHead(code, headers).end());

  /** All that was sent, once `count` attempts are over and what follows from them is arranged. */
  async function delivered(count: number) {
    for (;;) {
      const { revision } = slack.world;
      const over = slack.log.list().filter(({ ms }) => ms !== null);
      if (over.length >= count) return nextTurn().then(() => over);
      await slack.world.changed(revision, 5000);
      if (slack.world.revision === revision) throw new Error(`${over.length} of ${count} attempts came`);
    }
  }
  /** The sender goes on in microtasks of the turn in which an answer came; the next finds its retry on the clock. */
  const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

  /** Lets the waits pass one by one, each after what was sent before it, and says at which second each attempt was. */
  async function attempts(...waits: number[]): Promise<number[]> {
    emit();
    for (const wait of waits) {
      await delivered(slack.log.list().length);
      world.advance(wait);
    }
    return (await delivered(slack.log.list().length)).map(({ at }) => (at - BEGAN) / 1000);
  }

  it('come again at once, after a minute, after five more, and then no more', async () => {
    status(500)();
    expect(await attempts(0, MINUTE, 5 * MINUTE, HOUR, 24 * HOUR)).toEqual([0, 0, 60, 360]);
    expect(heard.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3']);
  });

  it('carry the same body each time, signed anew', async () => {
    status(500)();
    await attempts(0, MINUTE, 5 * MINUTE, HOUR);
    expect(new Set(heard.map(({ body }) => body)).size).toBe(1);
    const stamps = heard.map(({ headers }) => Number(headers['x-slack-request-timestamp']));
    expect(stamps).toEqual([0, 0, 60, 360].map((second) => BEGAN / 1000 + second));
    for (const [index, { headers, body }] of heard.entries()) {
      expect(headers['x-slack-signature']).toBe(signature(known().signingSecret, stamps[index], body));
    }
  });

  it('come hourly for a day after that, where the app asked for delayed events', async () => {
    known().delayedEvents = true;
    status(500)();
    const seconds = await attempts(0, MINUTE, 5 * MINUTE, ...Array<number>(26).fill(HOUR));
    expect(seconds).toEqual([0, 0, 60, 360, ...Array.from({ length: 24 }, (_, hour) => 3960 + hour * 3600)]);
  });

  it('end when they are two hours late: the clock leapt while an app was away', async () => {
    status(500)();
    emit();
    await delivered(1);
    world.advance(0);
    await delivered(2);
    // The retry of the first minute is due in the leap and goes out with it; nothing is sent at its end.
    world.advance(3 * HOUR);
    await delivered(3);
    world.advance(5 * MINUTE);
    expect(slack.log.list()).toHaveLength(3);
  });

  it.each<[string, () => string | void | Promise<string>]>([
    ['http_error', status(500)],
    ['http_error', status(404)],
    ['http_error', status(304)],
    ['http_timeout', () => ((answer = () => {}), void (slack.sender.deadlineMs = 30))],
    ['too_many_redirects', () => status(302, { location: base })()],
    ['connection_failed', () => 'http://127.0.0.1:1'],
    ['ssl_error', () => base.replace('http:', 'https:')],
    ['unknown_error', () => garbage()],
  ])('%s is the reason that the retry gives', async (reason, prepare) => {
    known().eventsUrl = (await prepare()) ?? base;
    emit();
    await delivered(1);
    world.advance(0);
    const [, retry] = await delivered(2);
    expect(retry.headers).toMatchObject({ 'x-slack-retry-num': '1', 'x-slack-retry-reason': reason });
  });

  it.each<[string, () => void]>([
    ['any answer of the two hundreds', status(204)],
    ['two redirects', () => (answer = redirects(2))],
    ['a refusal that forbids retries', status(500, { 'x-slack-no-retry': '1' })],
  ])('%s ends the matter', async (_what, prepare) => {
    prepare();
    expect(await attempts(0, MINUTE, 5 * MINUTE)).toEqual([0]);
  });

  it('a third redirect is one too many', async () => {
    answer = redirects(3);
    emit();
    expect(await delivered(1)).toMatchObject([{ failure: 'too_many_redirects' }]);
    expect(heard.map(({ path }) => path)).toEqual(['/slack/events', '/1', '/2']);
  });

  it('beyond the hourly quota are told of once a minute, flat, until the hour is over', async () => {
    slack.events.eventsPerHour = 2;
    for (let count = 0; count < 5; count += 1) emit();
    world.advance(MINUTE);
    emit();
    const told = (await delivered(4)).filter(({ name }) => name === 'app_rate_limited');
    const minute = Math.floor(BEGAN / MINUTE) * 60;
    expect(told.map(({ request }) => JSON.parse(request) as object)).toEqual(
      [minute, minute + 60].map((minute_rate_limited) => ({
        token: known().verificationToken,
        type: 'app_rate_limited',
        team_id: INSTALLATION.teamId,
        minute_rate_limited,
        api_app_id: known().id,
      })),
    );
    world.advance(HOUR);
    emit();
    expect((await delivered(5)).map(({ name }) => name)[4]).toBe('app_uninstalled');
  });

  it('end altogether when nearly all of a thousand fail, until somebody switches them on again', async () => {
    slack.events.retryDelaysMs = [];
    known().eventsUrl = 'http://127.0.0.1:1';
    for (let count = 0; count < 1000; count += 1) emit();
    await delivered(1000);
    expect(known().eventsDisabled).toBe(true);
    emit();
    expect(slack.log.list()).toHaveLength(1000);
    slack.events.enable(known());
    emit();
    await delivered(1001);
    expect(known().eventsDisabled).toBe(false);
  });

  it('go on while one in twenty is taken', async () => {
    slack.events.retryDelaysMs = [];
    // A thousand at once may keep a busy machine for longer than Slack waits; here only the answers shall tell.
    slack.sender.deadlineMs = 60_000;
    let count = 0;
    answer = (response) => void response.writeHead((count += 1) % 20 === 1 ? 200 : 500).end();
    for (let sent = 0; sent < 1000; sent += 1) emit();
    await delivered(1000);
    expect(known().eventsDisabled).toBe(false);
  });

  it('come twice, or in another order, where that was asked for', async () => {
    const rules = [{ fault: 'duplicate' as const, name: 'app_mention' }, { fault: 'reorder' as const, name: 'first' }]; // prettier-ignore
    slack.faults.configure(rules, 1);
    emit('app_mention');
    await delivered(2);
    emit('first');
    emit('second');
    await delivered(4);
    const events = heard.map(({ body }) => JSON.parse(body) as { event_id: string; event: { type: string } });
    expect(events.map(({ event }) => event.type)).toEqual(['app_mention', 'app_mention', 'second', 'first']);
    expect(events[0].event_id).toBe(events[1].event_id);
  });

  function redirects(count: number) {
    return (response: ServerResponse, path: string) => {
      const hop = Number(path.slice(1)) || 0;
      if (hop >= count) response.end();
      else response.writeHead(307, { location: `/${hop + 1}` }).end();
    };
  }
});

function urlOf(server: TcpServer): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The URL of a server that doesn't speak HTTP. */
async function garbage(): Promise<string> {
  const server = createTcp((socket) => socket.end('hello?\r\n\r\n')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return urlOf(server);
}

const INSTALLATION: Installation = {
  appId: demoApp().id,
  teamId: 'T0ACME0001',
  enterpriseId: null,
  isEnterpriseInstall: false,
  grantedTeamIds: new Set(['T0ACME0001']),
  botUserId: 'U0BOT00001',
  botId: 'B0BOT00001',
  botToken: 'xoxb-1',
  installedBy: 'U0ANN00001',
  scopes: [],
  userTokens: new Map(),
};
