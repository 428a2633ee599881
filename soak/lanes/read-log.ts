import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { TrafficEntry } from '../../sandbox/log/traffic-entry.js';
import { type Request, requestOf } from './request.js';

/** The app's requests, in the order in which they began. The file holds them in the order in which they ended. */
export async function readLog(file: string): Promise<Request[]> {
  const requests: Request[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const entry = JSON.parse(line) as TrafficEntry;
    const request = requestOf(entry);
    if (request) requests.push(request);
  }
  return requests.sort((a, b) => a.seq - b.seq);
}
