import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { open, truncate } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { isObject, parseJson } from '../json.js';
import { passes, type TrafficEntry, type TrafficFilter } from './traffic-entry.js';

const CHUNK = 64 * 1024;
/** What may wait for the disk. */
const WAITING = 1024 * 1024;

/** What an earlier writer has left. */
export interface Recovered {
  /** The largest `seq`, 0 where there is none. */
  lastSeq: number;
  /** The last that was cleared away. */
  clearedSeq: number;
}

type Line = TrafficEntry | { cleared: number };

/**
 * Finished entries as lines of JSON, appended in the order in which they ended. Clearing the log leaves a line too: the
 * file keeps what was before it, for people to read.
 */
export class SpillFile {
  private readonly stream: WriteStream;

  constructor(private readonly path: string) {
    this.stream = createWriteStream(path, { flags: 'a', highWaterMark: WAITING });
  }

  /**
   * Makes good what an earlier writer left: half a line, as a crash leaves it, is cut off, or the next one would be
   * lost with it. To be called before anything is appended.
   */
  async recover(): Promise<Recovered> {
    await this.flush();
    await truncate(this.path, await endOfLastLine(this.path));
    let lastSeq = 0;
    let clearedSeq = 0;
    for await (const line of this.lines()) {
      if ('cleared' in line) clearedSeq = line.cleared;
      else lastSeq = Math.max(lastSeq, line.seq);
    }
    return { lastSeq: Math.max(lastSeq, clearedSeq), clearedSeq };
  }

  append(line: Line): void {
    this.stream.write(`${JSON.stringify(line)}\n`);
  }

  /** Calls back when the disk has caught up. Answers false, and never calls, where it is not behind. */
  onDrain(resume: () => void): boolean {
    if (this.stream.writableNeedDrain) this.stream.once('drain', resume);
    return this.stream.writableNeedDrain;
  }

  /** Entries that began before `before`, by their `seq`, oldest first. */
  async read(filter: TrafficFilter, before: number, limit: number): Promise<TrafficEntry[]> {
    await this.flush();
    let found: TrafficEntry[] = [];
    const oldest = () => found.sort((a, b) => a.seq - b.seq).slice(0, limit);
    for await (const line of this.lines()) {
      if ('cleared' in line || line.seq >= before || !passes(line, filter)) continue;
      found.push(line);
      // A long file must not be held whole to answer with its first page.
      if (found.length > 2 * limit) found = oldest();
    }
    return oldest();
  }

  async close(): Promise<void> {
    this.stream.end();
    await once(this.stream, 'close');
  }

  private async *lines(): AsyncGenerator<Line> {
    for await (const text of createInterface({ input: createReadStream(this.path) })) {
      const line = parseJson(text);
      if (isObject(line)) yield line as unknown as Line;
    }
  }

  /** Also makes sure that the file is there. */
  private async flush(): Promise<void> {
    await new Promise<void>((written) => this.stream.write('', () => written()));
  }
}

/** The length of a file up to and with its last line break. */
async function endOfLastLine(path: string): Promise<number> {
  const file = await open(path);
  try {
    let end = (await file.stat()).size;
    while (end > 0) {
      const start = Math.max(0, end - CHUNK);
      const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
      const at = buffer.lastIndexOf('\n');
      if (at !== -1) return start + at + 1;
      end = start;
    }
    return 0;
  } finally {
    await file.close();
  }
}
