import { once } from 'node:events';
import { request as startRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { KEEPER_PROTOCOL, LAST_SEQ_HEADER, type KeeperRecord } from './keeper-record.js';
import type { AcceptedPost, TrafficEntry, TrafficFilter } from './traffic-entry.js';
import type { SummaryReport } from './traffic-summary.js';

/**
 * The sandbox's end of a log that another process keeps. A request's record is written to the connection before its
 * answer is, and the answer waits for it (`written`), so that whoever has seen an answer finds the request in the log,
 * though the sandbox be killed meanwhile. A keeper that is slower than the sandbox slows it down, and fills no memory.
 */
export class KeeperLink {
  /** Begun, and not written yet: usually the end comes in the same turn, and one line tells all. */
  private readonly unwritten = new Map<number, { entry: TrafficEntry; acceptedAt?: number }>();
  private scheduled = false;
  private marks = 0;
  private readonly marked = new Map<number, () => void>();

  private constructor(
    private readonly url: string,
    private readonly socket: Socket,
    readonly lastSeq: number,
  ) {
    socket.setNoDelay(true);
    // A keeper that is gone must not end the sandbox; its queries will fail, and say so.
    socket.on('error', () => undefined);
    createInterface({ input: socket }).on('line', (line) => {
      this.marked.get(Number(line))?.();
      this.marked.delete(Number(line));
    });
  }

  static async open(url: string): Promise<KeeperLink> {
    const asking = startRequest(`${url}/entries`, {
      headers: { connection: 'Upgrade', upgrade: KEEPER_PROTOCOL },
    });
    asking.end();
    const refused = once(asking, 'response').then(() =>
      Promise.reject(new Error(`the log's keeper at ${url} has another sandbox`)),
    );
    const taken = once(asking, 'upgrade') as Promise<[IncomingMessage, Socket]>;
    const [answer, socket] = await Promise.race([taken, refused]);
    return new KeeperLink(url, socket, Number(answer.headers[LAST_SEQ_HEADER]));
  }

  begin(entry: TrafficEntry): void {
    this.unwritten.set(entry.seq, { entry });
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.writeBegun();
    });
  }

  accept(entry: TrafficEntry, post: AcceptedPost, at: number): void {
    const waiting = this.unwritten.get(entry.seq);
    entry.accepted = post;
    if (waiting) waiting.acceptedAt = at;
    else this.write({ seq: entry.seq, accepted: post, at });
  }

  end(entry: TrafficEntry, at: number): void {
    const waiting = this.unwritten.get(entry.seq);
    if (waiting) {
      this.writeBegun(entry.seq);
      this.unwritten.delete(entry.seq);
      return this.write({ ...waiting, endedAt: at });
    }
    const { status, response, ms, failure, fault, edited, refusal, refusedUntil } = entry;
    const ended = { status, response, ms, failure, fault, edited, refusal, refusedUntil };
    this.write({ seq: entry.seq, ended, at });
  }

  /** Resolves when all that was written has left this process; `undefined` where it has, as nearly always. */
  written(): Promise<void> | undefined {
    if (this.socket.writableLength === 0 || this.socket.destroyed) return undefined;
    return new Promise((resolve) => this.socket.write('', () => resolve()));
  }

  clear(): void {
    this.writeBegun();
    this.write({ cleared: true });
  }

  async query(filter: TrafficFilter): Promise<TrafficEntry[]> {
    const query = new URLSearchParams(
      Object.entries(filter)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]): [string, string] => [name, String(value)]),
    );
    return (await this.ask<{ entries: TrafficEntry[] }>(`log?${query.toString()}`)).entries;
  }

  async summary(): Promise<SummaryReport> {
    return this.ask('summary');
  }

  async close(): Promise<void> {
    this.writeBegun();
    if (this.socket.destroyed) return;
    this.socket.end();
    await once(this.socket, 'close');
  }

  /** Queries go another way than records do: the mark makes sure that they arrive after them. */
  private async ask<T>(path: string): Promise<T> {
    this.writeBegun();
    const mark = (this.marks += 1);
    const arrived = new Promise<void>((resolve) => this.marked.set(mark, resolve));
    this.write({ mark });
    await Promise.race([
      arrived,
      once(this.socket, 'close').then(() =>
        Promise.reject(new Error(`the log's keeper at ${this.url} is gone`)),
      ),
    ]);
    const response = await fetch(`${this.url}/${path}`);
    return (await response.json()) as T;
  }

  /** In order, those before `seq`. */
  private writeBegun(seq = Infinity): void {
    for (const [waiting, record] of this.unwritten) {
      if (waiting >= seq) break;
      this.write(record);
      this.unwritten.delete(waiting);
    }
  }

  private write(record: KeeperRecord): void {
    this.socket.write(`${JSON.stringify(record)}\n`);
  }
}
