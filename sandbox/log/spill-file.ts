import { createReadStream, createWriteStream, existsSync, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { isObject, parseJson } from '../json.js';
import { passes, type TrafficEntry, type TrafficFilter } from './traffic-entry.js';

/** Finished entries as lines of JSON, appended in the order in which they ended. */
export class SpillFile {
  private readonly stream: WriteStream;

  constructor(private readonly path: string) {
    this.stream = createWriteStream(path, { flags: 'a' });
  }

  append(entry: TrafficEntry): void {
    this.stream.write(`${JSON.stringify(entry)}\n`);
  }

  /** Entries that began before `before`, by their `seq`, oldest first. */
  async read(filter: TrafficFilter, before: number, limit: number): Promise<TrafficEntry[]> {
    await new Promise<void>((written) => this.stream.write('', () => written()));
    if (!existsSync(this.path)) return [];
    const found: TrafficEntry[] = [];
    for await (const line of createInterface({ input: createReadStream(this.path) })) {
      const entry = parseJson(line);
      if (!isObject(entry)) continue;
      const known = entry as unknown as TrafficEntry;
      if (known.seq < before && passes(known, filter)) found.push(known);
    }
    return found.sort((a, b) => a.seq - b.seq).slice(0, limit);
  }

  async close(): Promise<void> {
    this.stream.end();
    await once(this.stream, 'close');
  }
}
