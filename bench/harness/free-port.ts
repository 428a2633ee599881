import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what systems take for outgoing connections (Linux: from 32,768), which would come between our looking and listening. */
const FIRST = 12_000;
const LAST = 32_000;
const MOST_TRIES = 50;

/** A port that nobody listens on now. For what must know its address before it is there. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (await isFree(port)) return port;
  }
  throw new Error(`Found no free port between ${FIRST} and ${LAST}`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
