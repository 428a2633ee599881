import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SandboxClient } from '../kit/sandbox-client.js';
import { startSandbox, type Sandbox } from '../sandbox.js';
import { PLAYS } from './plays.js';

/** A service that takes everything and says of it what `says` says. */
class Takes {
  readonly taken: { title: string; fingerprint?: string }[] = [];
  says = { status: 202, state: 'sent', error: null as string | null };
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => (body += part));
      request.on('end', () => {
        if (request.method === 'POST') this.taken.push(JSON.parse(body));
        const { status, state, error } = this.says;
        response.writeHead(request.method === 'POST' ? status : 200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ id: 'n1', deliveries: [{ channel: '#x', state, error }] }));
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

describe('The guided demo', () => {
  let sandbox: Sandbox;
  let slack: SandboxClient;
  let service: Takes;
  beforeAll(async () => {
    sandbox = await startSandbox();
    slack = new SandboxClient(sandbox.url);
  });
  afterAll(() => sandbox.close());
  beforeEach(() => (service = new Takes()));
  afterEach(() => service.close());

  it('says of every play what to watch for', () => {
    expect(new Set(PLAYS.map(({ id }) => id)).size).toBe(PLAYS.length);
    for (const { title, about, watch } of PLAYS)
      expect([title, about, watch].every((words) => words !== '')).toBe(true);
  });

  it('says what is missing where it was told of no service', async () => {
    await expect(slack.play('storm')).rejects.toThrow(/no API key of a service for Acme/);
  });

  it('sends over the service’s API, and tells what became of it', async () => {
    service.says = { ...service.says, state: 'failed', error: 'is_archived' };
    await slack.configure({ service: { url: await service.listen(), key: 'swb_k' } });
    expect(await slack.play('dead-channel')).toMatchObject({
      error: null,
      said: ['Sent to #old-alerts.', 'The service says of #x: failed, is_archived.'],
    });
    await expect(slack.play('no-such')).rejects.toThrow(
      /there is no play “no-such”; there are: alert, storm/,
    );
    await expect(slack.in('globex').play('storm')).rejects.toThrow(/for Globex. It has one for Acme/);
  });

  it('has a storm of distinct alerts, and others for the next run', async () => {
    await slack.configure({ service: { url: await service.listen(), key: 'swb_k' } });
    await slack.play('storm');
    expect(new Set(service.taken.map(({ fingerprint }) => fingerprint)).size).toBe(300);
    await slack.play('storm');
    expect(new Set(service.taken.map(({ fingerprint }) => fingerprint)).size).toBe(600);
  });

  it('takes its faults away again, and leaves others alone, also when the service refuses', async () => {
    await slack.configure({ service: { url: await service.listen(), key: 'swb_k' } });
    await slack.faults({ rules: [{ fault: 'slow', ms: 1 }] });
    service.says.status = 422;
    expect((await slack.play('bad-block')).error).toMatch(/The service answered 422/);
    expect((await slack.playedFaults()).rules).toMatchObject([{ fault: 'slow' }]);
  });

  it('says so when nobody answers', async () => {
    const url = await service.listen();
    service.close();
    await slack.configure({ service: { url, key: 'swb_k' } });
    expect((await slack.play('dead-channel')).error).toBe(`The service does not answer at ${url}.`);
  });
});
