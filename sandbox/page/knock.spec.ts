import { createServer as createHttpServer, type Server } from 'node:http';
import { type AddressInfo, createServer, type Server as NetServer, type Socket } from 'node:net';
import { knockAt } from './knock.js';

describe('A knock at an app’s door', () => {
  const servers: (Server | NetServer)[] = [];
  const held: Socket[] = [];
  afterEach(() => {
    for (const socket of held.splice(0)) socket.destroy();
    for (const server of servers.splice(0)) server.close();
  });

  async function at(server: Server | NetServer): Promise<string> {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  }

  it('is answered by whatever speaks HTTP, and the app behind it hears nothing', async () => {
    let requests = 0;
    const url = await at(createHttpServer(() => void (requests += 1)));
    expect(await knockAt(url)).toBe('answered');
    expect(requests).toBe(0);
  });

  it('finds out that a connection is taken and nothing comes back', async () => {
    expect(await knockAt(await at(createServer((socket) => void held.push(socket))), 50)).toBe('silent');
  });

  it('takes hanging up for an answer', async () => {
    expect(await knockAt(await at(createServer((socket) => socket.end())))).toBe('answered');
    expect(await knockAt(await at(createServer((socket) => socket.resetAndDestroy())))).toBe('answered');
  });

  it('finds nobody where nobody listens, and where there is no address', async () => {
    const url = await at(createServer());
    await new Promise((resolve) => servers[0].close(resolve));
    expect(await knockAt(url)).toBe('closed');
    expect(await knockAt('')).toBe('closed');
  });
});
