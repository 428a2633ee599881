import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Slack } from '../slack.js';
import { systemTimer, type Timer } from '../timer.js';
import type { Installation } from '../workspace/model.js';
import { demoApp } from '../workspace/seed.js';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

describe('event deliveries', () => {
  let app: Server;
  let slack: Slack;
  let delays: number[];
  let received: Received[];
  let answers: { status: number; headers?: Record<string, string> }[];
  let arrived: () => void;

  beforeEach(async () => {
    delays = [];
    received = [];
    answers = [];
    arrived = () => {};
    app = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        received.push({ headers: request.headers, body });
        const answer = answers.shift() ?? { status: 200 };
        response.writeHead(answer.status, answer.headers).end();
        arrived();
      });
    }).listen(0, '127.0.0.1');
    await once(app, 'listening');
    // Retries come at once; what they would have waited is written down.
    const timer: Timer = {
      now: () => systemTimer.now(),
      after(ms, run) {
        delays.push(ms);
        return systemTimer.after(0, run);
      },
    };
    slack = new Slack(timer);
    const known = demoApp(`http://127.0.0.1:${(app.address() as AddressInfo).port}`);
    slack.world.apps.set(known.id, known);
  });
  afterEach(async () => {
    await slack.close();
    app.closeAllConnections();
    app.close();
  });

  const installation: Installation = {
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

  async function receivedTimes(count: number): Promise<void> {
    while (received.length < count) await new Promise<void>((resolve) => (arrived = resolve));
  }

  /** Everything sent is answered and no retry is due. */
  async function settled(): Promise<void> {
    while (slack.log.list().some((entry) => entry.ms === null))
      await slack.world.changed(slack.world.revision, 1);
  }

  it('come again at once, after a minute and after five, and no more', async () => {
    answers = [{ status: 500 }, { status: 500 }, { status: 500 }, { status: 500 }];
    slack.events.emit(installation, { type: 'app_uninstalled' });
    await receivedTimes(4);
    const retries = received.map(({ headers }) => headers['x-slack-retry-num']);
    expect(retries).toEqual([undefined, '1', '2', '3']);
    expect(received[1].headers['x-slack-retry-reason']).toBe('http_error');
    expect(delays.filter((ms) => ms === 0 || ms >= 60_000)).toEqual([0, 60_000, 300_000]);
    const ids = received.map(({ body }) => (JSON.parse(body) as { event_id: string }).event_id);
    expect(new Set(ids).size).toBe(1);
    expect(received[0].headers['x-slack-signature']).toMatch(/^v0=[0-9a-f]{64}$/);
  });

  it('stop where the app says so', async () => {
    answers = [{ status: 500, headers: { 'x-slack-no-retry': '1' } }];
    slack.events.emit(installation, { type: 'app_uninstalled' });
    await receivedTimes(1);
    await settled();
    expect(delays.filter((ms) => ms !== 1)).toEqual([]);
    expect(received).toHaveLength(1);
  });

  it('are sent only where the app has subscribed', async () => {
    const known = slack.world.apps.get(installation.appId);
    if (known) known.botEvents = ['app_uninstalled'];
    slack.events.emit(installation, { type: 'message' });
    slack.events.emit(installation, { type: 'app_uninstalled' });
    await receivedTimes(1);
    await settled();
    expect(slack.log.list().map(({ name }) => name)).toEqual(['app_uninstalled']);
  });

  it('name the deadline as the reason where the app is late', async () => {
    slack.sender.deadlineMs = 20;
    app.removeAllListeners('request');
    let requests = 0;
    app.on('request', (request, response) => {
      requests += 1;
      received.push({ headers: request.headers, body: '' });
      // The first request is left hanging.
      if (requests > 1) response.end();
      arrived();
    });
    slack.events.emit(installation, { type: 'app_uninstalled' });
    await receivedTimes(2);
    expect(received[1].headers['x-slack-retry-reason']).toBe('http_timeout');
  });
});
