import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ManualTimer } from '../clock/manual-timer.js';
import { Slack } from '../slack.js';
import type { Installation } from '../workspace/model.js';
import { demoApp } from '../workspace/seed.js';
import { Turns } from './turns.js';

describe('turns', () => {
  it('come one after another where there is no room, each address by itself', async () => {
    const turns = new Turns(1);
    const said: string[] = [];
    const wait = (name: string) => Promise.resolve(turns.take('a')).then(() => said.push(name));
    expect(turns.take('a')).toBe(true);
    const [first, second] = [wait('first'), wait('second')];
    expect(turns.take('b')).toBe(true);
    turns.done('a');
    await first;
    expect(said).toEqual(['first']);
    turns.done('a');
    await second;
    turns.done('a');
    expect(turns.take('a')).toBe(true);
  });

  it('never come to who waited when all was called off', async () => {
    const turns = new Turns(1);
    expect(turns.take('a')).toBe(true);
    const late = turns.take('a');
    turns.callOff();
    expect(await late).toBe(false);
    turns.done('a');
    expect(turns.take('a')).toBe(true);
  });
});

describe('an app with more on its hands than it has connections', () => {
  it('has Slack’s whole deadline for each request, from when the request is sent', async () => {
    const slack = new Slack(new ManualTimer(1_700_000_000_000));
    const app = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => (body.includes('"waited"') ? response.end() : undefined));
    }).listen(0, '127.0.0.1');
    await once(app, 'listening');
    const known = demoApp(`http://127.0.0.1:${(app.address() as AddressInfo).port}`);
    slack.world.apps.set(known.id, known);
    slack.events.retryDelaysMs = [];

    slack.sender.deadlineMs = 100;
    for (let sent = 0; sent < 64; sent += 1) slack.events.emit(INSTALLATION, { type: 'never_answered' });
    slack.events.emit(INSTALLATION, { type: 'waited' });
    slack.sender.deadlineMs = 60_000;

    const over = () => slack.log.list().filter(({ ms }) => ms !== null);
    while (over().length < 65) await slack.world.changed(slack.world.revision, 5000);
    const waited = over().find(({ name }) => name === 'waited');
    expect({ status: waited?.status, failure: waited?.failure }).toEqual({ status: 200 });
    expect(over().filter(({ failure }) => failure === 'http_timeout').length).toBe(64);
    await slack.close();
    app.closeAllConnections();
    app.close();
  });
});

const INSTALLATION: Installation = {
  appId: demoApp().id,
  teamId: 'T0ACME0001',
  enterpriseId: null,
  isEnterpriseInstall: false,
  grantedTeamIds: new Set(['T0ACME0001']),
  scopes: [],
  userTokens: new Map(),
  installedBy: 'U0ANN00001',
  botUserId: 'U0BOT00001',
  botId: 'B0BOT00001',
  botToken: 'xoxb-1',
};
