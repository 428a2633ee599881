import { type IncomingMessage, type RequestListener, createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** Somebody's server that the service calls: what it answers, the test says. */
export interface TargetServer {
  url: string;
  /** What was asked of it, oldest first. */
  asked: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[];
  on: (listener: RequestListener) => void;
  close: () => Promise<void>;
}

/** Answers 200 until it is told otherwise. */
export async function startTarget(): Promise<TargetServer> {
  let listener: RequestListener = (_request, response) => response.end('ok');
  const asked: TargetServer['asked'] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    asked.push(request);
    listener(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket.once('close', () => sockets.delete(socket)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    on: (other) => (listener = other),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
