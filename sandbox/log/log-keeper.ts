import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { KEEPER_PROTOCOL, LAST_SEQ_HEADER, type KeeperRecord } from './keeper-record.js';
import { TrafficBook, type BookOptions } from './traffic-book.js';
import type { TrafficEntry } from './traffic-entry.js';

export interface LogKeeperOptions extends BookOptions {
  /** 0, the default, takes any free port. */
  port?: number;
}

/**
 * The log's own process (ADR 0011): takes a sandbox's records on a connection that it upgrades, and answers
 * `GET /log?since&kind&name&channel&limit` (`{seq, entries}`), `GET /summary` and `POST /clear`, also when the sandbox
 * is long dead.
 */
export class LogKeeper {
  private readonly book: TrafficBook;
  /** Begun and not ended, by `seq`. */
  private readonly open = new Map<number, TrafficEntry>();
  private readonly links = new Set<Socket>();
  private readonly server: Server;
  private lastSeq = 0;

  constructor(private readonly options: LogKeeperOptions = {}) {
    this.book = new TrafficBook(options);
    this.server = createServer((request, response) => {
      void this.answer(request.method ?? 'GET', request.url ?? '/', response);
    });
    this.server.on('upgrade', (request, socket: Socket) => {
      if (request.headers.upgrade === KEEPER_PROTOCOL) this.link(socket);
      else socket.destroy();
    });
  }

  /** Answers with the URL, without a slash at the end. */
  async listen(): Promise<string> {
    this.server.listen(this.options.port ?? 0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.links) socket.destroy();
    this.server.closeAllConnections();
    this.server.close();
    await this.book.close();
  }

  private link(socket: Socket): void {
    this.links.add(socket);
    socket.on('close', () => this.links.delete(socket));
    socket.on('error', () => undefined);
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
    createInterface({ input: socket }).on('line', (line) => {
      const record = parseRecord(line);
      if (record === undefined) return;
      if ('mark' in record) socket.write(`${record.mark}\n`);
      else this.take(record);
    });
  }

  private take(record: Exclude<KeeperRecord, { mark: number }>): void {
    if ('entry' in record) {
      const { entry, acceptedAt, endedAt } = record;
      this.lastSeq = Math.max(this.lastSeq, entry.seq);
      this.book.begin(entry);
      if (entry.accepted && acceptedAt !== undefined) this.book.accept(entry, entry.accepted, acceptedAt);
      if (endedAt === undefined) this.open.set(entry.seq, entry);
      else this.book.end(entry, endedAt);
    } else if ('cleared' in record) {
      this.book.clear();
    } else {
      const entry = this.open.get(record.seq);
      if (!entry) return;
      if ('accepted' in record) return this.book.accept(entry, record.accepted, record.at);
      this.open.delete(record.seq);
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

/** A sandbox that was killed may leave half a line. */
function parseRecord(line: string): KeeperRecord | undefined {
  try {
    return JSON.parse(line) as KeeperRecord;
  } catch {
    return undefined;
  }
}
