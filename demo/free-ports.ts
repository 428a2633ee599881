import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { DemoError, type DemoOptions } from './options.js';

/** @throws DemoError naming each port that somebody else has, and the way around it */
export async function requireFreePorts(options: DemoOptions): Promise<void> {
  const wanted: [who: string, port: number][] = [
    ['the service', options.servicePort],
    ['the sandbox', options.sandboxPort],
  ];
  const problems = [];
  for (const [who, port] of wanted) {
    const trouble = await troubleWith(port);
    if (trouble !== undefined) problems.push(`Port ${port}, meant for ${who}, ${trouble}.`);
  }
  if (problems.length === 0) return;
  const again = options.check ? '-- --check --ports' : '-- --ports';
  throw new DemoError(
    `${problems.join('\n')}\n` +
      `End what uses it (another demo, perhaps), or take other ports: npm run demo ${again} ${other(options.servicePort)},${other(options.sandboxPort)}`,
  );
}

async function troubleWith(port: number): Promise<string | undefined> {
  // A browser tries ::1 for "localhost" first: a program that listens there alone would take our visitors.
  for (const host of ['127.0.0.1', '::1'])
    if (await answers(port, host)) return 'is taken by another program';
  const server = createServer();
  server.listen(port, '0.0.0.0');
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'EACCES' ? 'is not open to this user' : `cannot be used (${message})`;
  }
  server.close();
  await once(server, 'close');
  return undefined;
}

async function answers(port: number, host: string): Promise<boolean> {
  const socket = connect({ port, host });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

const other = (port: number) => (port + 100 <= 65_535 ? port + 100 : port - 100);
