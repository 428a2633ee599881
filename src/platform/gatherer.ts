import { isAboutData } from './database/sql-state.js';
import { DeadlineError } from './deadline.js';
import { UnavailableError } from './errors/app-error.js';

/** How late somebody may be told that it is too late. A timer for each would cost more than the rest of its wait. */
const LOOK_MS = 50;

export interface GathererOptions {
  /** In one write. */
  most: number;
  /** Writes under way at once. */
  writers: number;
  /**
   * A write begins as soon as so many wait; with fewer at the end of a turn of the event loop, or, while another is under
   * way, when that one has ended: few large ones cost less than many small ones.
   */
  enough: number;
  /** Waiting at most; beyond, an item is refused at once. */
  waiting: number;
}

interface Waiting<Item, Result> {
  item: Item;
  /** `performance.now()` by which it must be told something. */
  dueAt: number;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/**
 * Writes at once when idle, with all that came in the same turn of the event loop; while a write is under way, what
 * arrives is gathered for the next one. Nobody waits for a timer, and under load one statement carries many rows.
 *
 * @example
 * const inserts = new Gatherer((rows: Row[]) => insertAll(rows), { most: 64, writers: 2, enough: 16, waiting: 4_096 });
 * const stored = await inserts.add(row);
 */
export class Gatherer<Item, Result> {
  private readonly queue: Waiting<Item, Result>[] = [];
  private underWay = 0;
  private turn?: NodeJS.Immediate;
  private readonly written = new Set<Waiting<Item, Result>[]>();
  private watch?: NodeJS.Timeout;

  /** @param write answers one result per item, in their order; what it throws is thrown to each of them */
  constructor(
    private readonly write: (items: Item[]) => Promise<Result[]>,
    private readonly options: GathererOptions,
  ) {}

  /**
   * @param dueAt `performance.now()` by which the caller wants to know; the item may be written all the same
   * @throws UnavailableError when too many wait already, DeadlineError, and what `write` throws
   */
  add(item: Item, dueAt = Infinity): Promise<Result> {
    if (this.queue.length >= this.options.waiting) {
      return Promise.reject(
        new UnavailableError({ detail: 'Too much waits to be stored. Nothing was stored; send it again.' }),
      );
    }
    return new Promise((resolve, reject) => {
      this.queue.push({ item, dueAt, resolve, reject });
      if (dueAt !== Infinity) this.watch ??= setInterval(() => this.tellLate(), LOOK_MS);
      // A turn lasts long where many connections are busy; and the database is at work while the rest of it is read.
      if (this.queue.length >= this.options.enough) this.next();
      else
        this.turn ??= setImmediate(() => {
          this.turn = undefined;
          this.next();
        });
    });
  }

  private next() {
    const { most, writers, enough } = this.options;
    while (this.underWay < writers && this.queue.length >= (this.underWay === 0 ? 1 : enough)) {
      this.underWay += 1;
      const batch = this.queue.splice(0, most);
      this.written.add(batch);
      void this.writeAll(batch).finally(() => {
        this.underWay -= 1;
        this.written.delete(batch);
        this.next();
      });
    }
  }

  private tellLate() {
    const now = performance.now();
    let waiting = false;
    for (const batch of [this.queue, ...this.written]) {
      for (const { dueAt, reject } of batch) {
        if (dueAt <= now) reject(new DeadlineError('It was not written in time'));
        else waiting ||= dueAt !== Infinity;
      }
    }
    if (waiting) return;
    clearInterval(this.watch);
    this.watch = undefined;
  }

  private async writeAll(batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.write(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, index) => resolve(results[index]));
    } catch (error) {
      if (batch.length === 1 || !isAboutData(error)) return batch.forEach(({ reject }) => reject(error));
      // One bad row must not take the others with it.
      for (const one of batch) await this.writeAll([one]);
    }
  }
}
