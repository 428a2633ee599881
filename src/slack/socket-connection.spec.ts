import { EventEmitter, once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { createLog } from '../platform/logging/log.js';
import type { Envelope } from './domain/index.js';
import { slackLogger } from './slack-clients.js';
import { SocketConnection, type SocketOptions } from './socket-connection.js';

describe('A connection to Slack', () => {
  let server: Server;
  let sockets: WebSocketServer;
  let greeting: object;
  let taken: Envelope[];
  const open: SocketConnection[] = [];

  beforeEach(async () => {
    greeting = { type: 'hello', num_connections: 1 };
    taken = [];
    server = createServer((_request, response) => {
      const { port } = server.address() as AddressInfo;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/link` }));
    });
    sockets = new WebSocketServer({ server });
    sockets.on('connection', (socket) => socket.send(JSON.stringify(greeting)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((connection) => connection.close()));
    for (const socket of sockets.clients) socket.terminate();
    await new Promise((resolve) => server.close(resolve));
  });

  async function connect(options: Partial<SocketOptions> = {}) {
    const { port } = server.address() as AddressInfo;
    const connection = await SocketConnection.open({
      appToken: 'xapp-1-A1-2-3',
      client: {
        slackApiUrl: `http://127.0.0.1:${port}/api/`,
        retryConfig: { retries: 0 },
        logger: slackLogger(createLog('silent')),
      },
      take: (envelope, acknowledge) => {
        taken.push(envelope);
        acknowledge(undefined);
        return Promise.resolve();
      },
      ...options,
    });
    open.push(connection);
    const [slack] = sockets.clients;
    return { connection, slack };
  }

  const send = (slack: WebSocket, frame: unknown) => slack.send(JSON.stringify(frame));
  const event = (id: string) => ({ envelope_id: id, type: 'events_api', payload: { event: { type: 'x' } } });
  async function heard(slack: WebSocket): Promise<unknown> {
    const [data] = (await once(slack, 'message')) as [Buffer];
    return JSON.parse(data.toString());
  }

  it('survives what it does not understand, and takes an event without an event in it', async () => {
    const { slack } = await connect();
    slack.send('not JSON');
    for (const frame of [null, [], { type: 'news' }, { envelope_id: 'e0', payload: 7 }]) send(slack, frame);
    const payload = { type: 'app_rate_limited', team_id: 'T1', minute_rate_limited: 1 };
    send(slack, { envelope_id: 'e1', type: 'events_api', payload });
    expect(await heard(slack)).toEqual({ envelope_id: 'e1' });
    expect(taken).toEqual([{ id: 'e1', payload, takesAnswer: false }]);
  });

  it('wants a successor when its end is announced, and carries on until it has one', async () => {
    const { connection, slack } = await connect();
    send(slack, { type: 'disconnect', reason: 'warning' });
    expect(await connection.ended).toBe('warning');
    send(slack, event('after the warning'));
    expect(await heard(slack)).toEqual({ envelope_id: 'after the warning' });
  });

  it('answers what it has taken before it closes', async () => {
    const gate = new EventEmitter();
    const { connection, slack } = await connect({
      take: async (_envelope, acknowledge) => {
        gate.emit('taken');
        await once(gate, 'finish');
        acknowledge(undefined);
      },
    });
    const [answer, closed] = [heard(slack), once(slack, 'close')];
    const begun = once(gate, 'taken');
    send(slack, event('slow'));
    await begun;
    const retired = connection.retire();
    gate.emit('finish');
    expect(await answer).toEqual({ envelope_id: 'slow' });
    await Promise.all([retired, closed]);
  });

  it('is lost when Slack falls silent, long before it would say good-bye', async () => {
    const { connection, slack } = await connect({ pingTimeoutMs: 60 });
    slack.pause();
    expect(await connection.ended).toBe('lost');
    await connection.gone;
  });

  it('was never there when Slack ends it before its hello', async () => {
    greeting = { type: 'disconnect', reason: 'too_many_websockets' };
    await expect(connect()).rejects.toMatchObject({ reason: 'too_many_websockets' });
  });
});
