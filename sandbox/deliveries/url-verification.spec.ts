import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Slack } from '../slack.js';
import { systemTimer } from '../timer.js';
import { demoApp } from '../workspace/seed.js';
import { verifyEventsUrl } from './url-verification.js';

/** Facts, section 1. */
describe('an events URL is taken', () => {
  let app: Server;
  let slack: Slack;
  let answer: (response: ServerResponse, challenge: string) => void;

  beforeEach(async () => {
    slack = new Slack(systemTimer);
    app = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => answer(response, (JSON.parse(body) as { challenge: string }).challenge));
    }).listen(0, '127.0.0.1');
    await once(app, 'listening');
  });
  afterEach(async () => {
    await slack.close();
    app.closeAllConnections();
    app.close();
  });

  it.each<[boolean, string, typeof answer]>([
    [true, 'the challenge as text', (response, challenge) => response.end(challenge)],
    [true, 'the challenge as a form', (response, challenge) => response.end(`challenge=${challenge}`)],
    [true, 'the challenge as JSON', (response, challenge) => response.end(JSON.stringify({ challenge }))],
    [false, 'another challenge', (response) => response.end('challenge=another')],
    [false, 'an empty answer', (response) => response.end()],
    [false, 'the challenge with a refusal', (response, challenge) => response.writeHead(403).end(challenge)],
  ])('%s: %s', async (verified, _what, given) => {
    answer = given;
    const known = demoApp(`http://127.0.0.1:${(app.address() as AddressInfo).port}`);
    known.eventsDisabled = true;
    expect(await verifyEventsUrl(slack, known)).toMatchObject({ verified });
    expect(known.eventsDisabled).toBe(!verified);
  });
});
