import { performance } from 'node:perf_hooks';
import type { SandboxClock } from '../clock/sandbox-clock.js';
import type { KeeperLink } from './keeper-link.js';
import { TrafficBook, type BookOptions } from './traffic-book.js';
import type { AcceptedPost, TrafficEnd, TrafficEntry, TrafficFilter, TrafficStart } from './traffic-entry.js';
import type { SummaryReport } from './traffic-summary.js';
import { Coverage } from './coverage.js';

/** A node timer may ring this much before its time. */
const TIMER_SLACK_MS = 2;

/**
 * Every request in and out, in order, tokens and all. Kept in this process, or, where a keeper is given, in the
 * keeper's, which outlives this one (ADR 0013).
 */
export class TrafficLog {
  /** What this sandbox was ever used for; a reset leaves it. */
  readonly coverage = new Coverage();
  /** Told of every request when it begins and when it ends; not of what happens in between. */
  readonly observers = new Set<(entry: TrafficEntry) => void>();
  private readonly began = new WeakMap<TrafficEntry, number>();
  private readonly book: TrafficBook;
  private keeper?: KeeperLink;
  private lastSeq = 0;

  constructor(
    private readonly clock: SandboxClock,
    private readonly onChange: () => void,
    options: BookOptions = {},
  ) {
    this.book = new TrafficBook(options);
  }

  /** Takes up the file that an earlier sandbox has left, where one is given. */
  async recover(): Promise<void> {
    this.lastSeq = await this.book.recover();
  }

  /** From now on the keeper holds the entries, and this process none. */
  keepWith(keeper: KeeperLink): void {
    this.keeper = keeper;
    this.lastSeq = Math.max(this.lastSeq, keeper.lastSeq);
  }

  begin(start: TrafficStart): TrafficEntry {
    this.lastSeq += 1;
    const entry: TrafficEntry = {
      seq: this.lastSeq,
      at: this.clock.now(),
      ...start,
      status: null,
      response: null,
      ms: null,
    };
    this.began.set(entry, performance.now());
    if (this.keeper) this.keeper.begin(entry);
    else this.book.begin(entry);
    this.tell(entry);
    return entry;
  }

  /** The request has put a message into a channel. Called at that moment, before any answer. */
  accept(entry: TrafficEntry, post: AcceptedPost): void {
    if (this.keeper) this.keeper.accept(entry, post, this.clock.now());
    else this.book.accept(entry, post, this.clock.now());
  }

  end(entry: TrafficEntry, end: TrafficEnd): void {
    const took = performance.now() - (this.began.get(entry) ?? performance.now());
    const now = this.clock.now();
    Object.assign(entry, end, { ms: Math.round(took * 10) / 10 });
    if (end.refusal) {
      entry.refusedUntil = now + (end.refusal.retryAfterS * 1000 - TIMER_SLACK_MS) * this.clock.scale;
    }
    this.coverage.count(entry);
    if (this.keeper) this.keeper.end(entry, now);
    else this.book.end(entry, now);
    this.tell(entry);
    this.onChange();
  }

  /** What an answer must wait for, where a keeper is behind; else `undefined`. */
  written(): Promise<void> | undefined {
    return this.keeper?.written();
  }

  /** Entries that this process holds, oldest first. */
  list(filter: TrafficFilter = {}): TrafficEntry[] {
    return this.book.list(filter);
  }

  /** Entries, oldest first, wherever they are kept. */
  async query(filter: TrafficFilter = {}): Promise<TrafficEntry[]> {
    return this.keeper ? this.keeper.query(filter) : this.book.query(filter);
  }

  async summary(): Promise<SummaryReport> {
    return this.keeper ? this.keeper.summary() : this.book.report();
  }

  clear(): void {
    this.keeper?.clear();
    this.book.clear();
  }

  async close(): Promise<void> {
    await this.keeper?.close();
    await this.book.close();
  }

  private tell(entry: TrafficEntry): void {
    for (const observe of this.observers) observe(entry);
  }

  get seq(): number {
    return this.lastSeq;
  }
}
