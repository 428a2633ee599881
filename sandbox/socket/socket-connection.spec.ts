import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import WebSocket, { WebSocketServer } from 'ws';
import { SocketConnection } from './socket-connection.js';

describe('A WebSocket of an app', () => {
  let server: WebSocketServer;
  beforeEach(async () => {
    server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
  });
  afterEach(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });

  async function connected(options: WebSocket.ClientOptions & { autoPong?: boolean }) {
    const taken = once(server, 'connection') as Promise<[WebSocket]>;
    new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, options);
    return new SocketConnection((await taken)[0], () => undefined);
  }

  it('answers a ping by itself, as long as its program runs', async () => {
    expect(await (await connected({})).answers(5_000)).toBe(true);
  });

  it('that is open and says nothing, as one of a stopped program, does not', async () => {
    expect(await (await connected({ autoPong: false })).answers(50)).toBe(false);
  });
});
