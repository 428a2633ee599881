import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** `closed`: nobody takes the connection. `silent`: somebody does, and says nothing. */
export type Knock = 'answered' | 'closed' | 'silent';

const CONNECT_MS = 1_000;
/** What says nothing for so long is too late for whatever Slack sends, too. */
export const ANSWER_MS = 3_000;

/**
 * HTTP/1.1 without a Host, which a server must refuse by itself (RFC 9112, 3.2): it says that the program runs, and the app
 * behind it hears nothing. That a connection is taken says less: the system takes them for a program that is stopped.
 */
const HOSTLESS = 'OPTIONS * HTTP/1.1\r\nConnection: close\r\n\r\n';

/** Whether somebody is at the address. @param answerMs for how long one that takes the connection may say nothing */
export function knockAt(url: string, answerMs = ANSWER_MS): Promise<Knock> {
  if (!URL.canParse(url)) return Promise.resolve('closed');
  const { hostname: host, port, protocol } = new URL(url);
  const isTls = protocol === 'https:';
  const to = { host: host.replace(/^\[|\]$/g, ''), port: Number(port) || (isTls ? 443 : 80) };
  return new Promise((resolve) => {
    // Whose certificate it is matters to deliveries, and they tell.
    const socket = isTls ? connectTls({ ...to, servername: host, rejectUnauthorized: false }) : connect(to);
    const settle = (knock: Knock) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(knock);
    };
    let timer = setTimeout(() => settle('closed'), CONNECT_MS);
    socket.once('connect', () => {
      clearTimeout(timer);
      timer = setTimeout(() => settle('silent'), answerMs);
    });
    socket.once(isTls ? 'secureConnect' : 'connect', () => socket.write(HOSTLESS));
    socket.once('data', () => settle('answered'));
    // Hanging up is a sign of life as well.
    socket.once('end', () => settle('answered'));
    socket.once('error', ({ code }: NodeJS.ErrnoException) =>
      settle(code === 'ECONNRESET' || code === 'EPIPE' ? 'answered' : 'closed'),
    );
  });
}
