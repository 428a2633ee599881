import { UnavailableError } from './errors/app-error.js';

export interface GathererOptions {
  /** In one write. */
  most: number;
  /** Writes under way at once. */
  writers: number;
  /** While a write is under way, the next begins when so many wait: few large ones cost less than many small ones. */
  enough: number;
  /** Waiting at most; beyond, an item is refused at once. */
  waiting: number;
}

interface Waiting<Item, Result> {
  item: Item;
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

  /** @param write answers one result per item, in their order; what it throws is thrown to each of them */
  constructor(
    private readonly write: (items: Item[]) => Promise<Result[]>,
    private readonly options: GathererOptions,
  ) {}

  /** @throws UnavailableError when too many wait already, and what `write` throws */
  add(item: Item): Promise<Result> {
    if (this.queue.length >= this.options.waiting) {
      return Promise.reject(
        new UnavailableError({ detail: 'Too much waits to be stored. Nothing was stored; send it again.' }),
      );
    }
    return new Promise((resolve, reject) => {
      this.queue.push({ item, resolve, reject });
      // A turn lasts long where thousands of connections are busy: a full batch doesn't wait for its end.
      if (this.queue.length >= this.options.most) this.next();
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
      void this.writeAll(this.queue.splice(0, most)).finally(() => {
        this.underWay -= 1;
        this.next();
      });
    }
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

/** SQLSTATE classes 22 (data exception) and 23 (integrity constraint): about a row, not about the database. */
const isAboutData = (error: unknown) => {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && /^2[23]/.test(code);
};
