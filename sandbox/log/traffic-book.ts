import { SpillFile } from './spill-file.js';
import { passes, type AcceptedPost, type TrafficEntry, type TrafficFilter } from './traffic-entry.js';
import { TrafficSummary, type SummaryReport } from './traffic-summary.js';

export interface BookOptions {
  /** Entries that memory holds at most; fewer by default where a file has them all. */
  entries?: number;
  /** Characters of requests, headers and answers that memory holds at most. */
  characters?: number;
  /** A file to which every finished entry is appended as a line of JSON; queries reach back into it. */
  spill?: string;
}

const ENTRIES = 100_000;
const ENTRIES_BESIDE_FILE = 10_000;
const CHARACTERS = 64 * 1024 * 1024;
const LIMIT = 10_000;

/** The entries in order: the newest in memory, within bounds, and all of them in a file where one was asked for. */
export class TrafficBook {
  private entries: TrafficEntry[] = [];
  /** Where the live entries begin in `entries`; what is before was let go. */
  private start = 0;
  private characters = 0;
  private summary = new TrafficSummary();
  private lastSeq = 0;
  /** What began before the last `clear` is no more, also where it ends later or is in the file. */
  private clearedSeq = 0;
  private readonly spilled?: SpillFile;

  constructor(private readonly options: BookOptions = {}) {
    if (options.spill !== undefined) this.spilled = new SpillFile(options.spill);
  }

  /** Takes up a file that an earlier book has left. Answers the last `seq` in it. The figures begin anew. */
  async recover(): Promise<number> {
    if (this.spilled) ({ lastSeq: this.lastSeq, clearedSeq: this.clearedSeq } = await this.spilled.recover());
    return this.lastSeq;
  }

  begin(entry: TrafficEntry): void {
    this.lastSeq = Math.max(this.lastSeq, entry.seq);
    this.entries.push(entry);
    this.characters += weight(entry);
    this.shrink();
  }

  accept(entry: TrafficEntry, post: AcceptedPost, at: number): void {
    entry.accepted = post;
    if (entry.seq <= this.clearedSeq) return;
    this.summary.accept(post, at);
  }

  /** `entry` is complete; `at` is when, by the sandbox's clock. */
  end(entry: TrafficEntry, at: number): void {
    if (entry.seq <= this.clearedSeq) return;
    this.characters += entry.response?.length ?? 0;
    this.summary.end(entry, at);
    this.spilled?.append(entry);
  }

  /** Entries that memory holds, oldest first. */
  list(filter: TrafficFilter = {}): TrafficEntry[] {
    const { limit = LIMIT } = filter;
    const found: TrafficEntry[] = [];
    for (let index = this.start; index < this.entries.length && found.length < limit; index += 1) {
      if (passes(this.entries[index], filter)) found.push(this.entries[index]);
    }
    return found;
  }

  /** The same, with what was let go read back from the file. */
  async query(filter: TrafficFilter = {}): Promise<TrafficEntry[]> {
    const oldest = this.entries[this.start]?.seq ?? Infinity;
    const since = Math.max(filter.since ?? 0, this.clearedSeq);
    if (!this.spilled || since + 1 >= oldest) return this.list(filter);
    const limit = filter.limit ?? LIMIT;
    const before = await this.spilled.read({ ...filter, since }, oldest, limit);
    return [...before, ...this.list({ ...filter, limit: limit - before.length })];
  }

  /** Calls back when the file has caught up. Answers false, and never calls, where it is not behind. */
  onDrain(resume: () => void): boolean {
    return this.spilled?.onDrain(resume) ?? false;
  }

  report(): SummaryReport {
    return this.summary.report();
  }

  clear(): void {
    this.entries = [];
    this.start = 0;
    this.characters = 0;
    this.clearedSeq = this.lastSeq;
    this.spilled?.append({ cleared: this.clearedSeq });
    this.summary = new TrafficSummary();
  }

  async close(): Promise<void> {
    await this.spilled?.close();
  }

  private shrink(): void {
    const { entries: most = this.spilled ? ENTRIES_BESIDE_FILE : ENTRIES, characters = CHARACTERS } =
      this.options;
    while (
      this.entries.length - this.start > most ||
      (this.characters > characters && this.entries.length - this.start > 1)
    ) {
      const gone = this.entries[this.start];
      this.characters -= weight(gone) + (gone.response?.length ?? 0);
      this.start += 1;
    }
    // Moving the array a few times in its life, and not once per request.
    if (this.start > 1024 && this.start > this.entries.length / 2) {
      this.entries = this.entries.slice(this.start);
      this.start = 0;
    }
  }
}

/** Headers count as what a usual set of them takes: adding them up would cost more than they do. */
function weight(entry: TrafficEntry): number {
  return entry.request.length + 600;
}
