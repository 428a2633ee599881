import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { systemTimer } from '../timer.js';
import { KEEPER_PROTOCOL, LAST_SEQ_HEADER, type KeeperRecord } from './keeper-record.js';
import { TrafficBook, type BookOptions } from './traffic-book.js';
import type { TrafficEntry } from './traffic-entry.js';

/** How long the end of one writer may take to be read. */
const PATIENCE_MS = 5000;

export interface LogKeeperOptions extends BookOptions {
  /** 0, the default, takes any free port. */
  port?: number;
}

/**
 * The log's own process (ADR 0013): takes a sandbox's records on a connection that it upgrades, and answers
 * `GET /log?since&kind&name&channel&limit` (`{seq, entries}`), `GET /summary` and `POST /clear`, also when the sandbox
 * is long dead.
 */
export class LogKeeper {
  private readonly book: TrafficBook;
  private readonly links = new Set<Socket>();
  private readonly server: Server;
  private lastSeq = 0;

  constructor(private readonly options: LogKeeperOptions = {}) {
    this.book = new TrafficBook(options);
    this.server = createServer((request, response) => {
      void this.answer(request.method ?? 'GET', request.url ?? '/', response);
    });
    this.server.on('upgrade', (request, socket: Socket) => {
      if (request.headers.upgrade === KEEPER_PROTOCOL) void this.receive(socket);
      else socket.destroy();
    });
  }

  /** Answers with the URL, without a slash at the end. A file of an earlier keeper is taken up. */
  async listen(): Promise<string> {
    this.lastSeq = await this.book.recover();
    this.server.listen(this.options.port ?? 0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    await Promise.all([...this.links].map((socket) => closed(socket.destroy())));
    this.server.closeAllConnections();
    this.server.close();
    await this.book.close();
  }

  /**
   * The book has one writer at a time. Who comes while another is there has usually killed it: what that one sent is
   * read to its end first, so that the new one counts on from there.
   */
  private async receive(socket: Socket): Promise<void> {
    socket.on('error', () => undefined);
    if (this.links.size > 0 && !(await this.othersEnd())) {
      socket.end('HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\n\r\n');
    } else this.link(socket);
  }

  private othersEnd(): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = systemTimer.after(PATIENCE_MS, () => resolve(false));
      void Promise.all([...this.links].map(closed)).then(() => {
        cancel();
        resolve(true);
      });
    });
  }

  private link(socket: Socket): void {
    this.links.add(socket);
    /** Begun and not ended, by `seq`. */
    const open = new Map<number, TrafficEntry>();
    // Connections of an HTTP server stay half open unless told otherwise.
    socket.on('end', () => socket.end());
    socket.write(
      [
        'HTTP/1.1 101 Switching Protocols',
        'Connection: Upgrade',
        `Upgrade: ${KEEPER_PROTOCOL}`,
        `${LAST_SEQ_HEADER}: ${this.lastSeq}`,
        '\r\n',
      ].join('\r\n'),
    );
    socket.on('close', () => this.unlink(socket, open));
    createInterface({ input: socket }).on('line', (line) => {
      const record = parseRecord(line);
      if (record === undefined) return;
      if ('mark' in record) socket.write(`${record.mark}\n`);
      else this.take(record, open);
      // A slow disk slows the sandbox down, and fills no memory.
      if (!socket.isPaused() && this.book.onDrain(() => socket.resume())) socket.pause();
    });
  }

  /** The sandbox is gone, and with it the answers that it had not given. */
  private unlink(socket: Socket, open: Map<number, TrafficEntry>): void {
    this.links.delete(socket);
    for (const entry of open.values()) {
      entry.failure = 'unanswered';
      this.book.end(entry, entry.at);
    }
  }

  private take(record: Exclude<KeeperRecord, { mark: number }>, open: Map<number, TrafficEntry>): void {
    if ('entry' in record) {
      const { entry, acceptedAt, endedAt } = record;
      this.lastSeq = Math.max(this.lastSeq, entry.seq);
      this.book.begin(entry);
      if (entry.accepted && acceptedAt !== undefined) this.book.accept(entry, entry.accepted, acceptedAt);
      if (endedAt === undefined) open.set(entry.seq, entry);
      else this.book.end(entry, endedAt);
    } else if ('cleared' in record) {
      this.book.clear();
    } else {
      const entry = open.get(record.seq);
      if (!entry) return;
      if ('accepted' in record) return this.book.accept(entry, record.accepted, record.at);
      open.delete(record.seq);
      Object.assign(entry, record.ended);
      this.book.end(entry, record.at);
    }
  }

  private async answer(method: string, url: string, response: ServerResponse): Promise<void> {
    const { pathname, searchParams: query } = new URL(url, 'http://keeper');
    let status = 200;
    let body: object = {};
    if (method === 'GET' && pathname === '/log') {
      const entries = await this.book.query({
        since: Number(query.get('since')) || 0,
        kind: query.get('kind') ?? undefined,
        name: query.get('name') ?? undefined,
        channel: query.get('channel') ?? undefined,
        limit: Number(query.get('limit')) || undefined,
      });
      body = { seq: this.lastSeq, entries };
    } else if (method === 'GET' && pathname === '/summary') body = this.book.report();
    else if (method === 'POST' && pathname === '/clear') this.book.clear();
    else {
      status = 404;
      body = { error: `no ${method} ${pathname}` };
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => void socket.once('close', resolve));
}

/** A sandbox that was killed may leave half a line. */
function parseRecord(line: string): KeeperRecord | undefined {
  try {
    return JSON.parse(line) as KeeperRecord;
  } catch {
    return undefined;
  }
}
