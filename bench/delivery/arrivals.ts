import type { TrafficEntry } from '../../sandbox/log/traffic-entry.js';

export interface Arrived {
  /** Different messages that Slack took. */
  messages: number;
  /** Messages that it took again. */
  twice: number;
  /** Posts that it answered with 429. */
  refused: number;
  /** From the first post to the last that brought a message. */
  seconds: number;
  /** When each was taken, in seconds after the first post, the earliest first. */
  times: number[];
}

/** What became of a storm of numbered messages, by the sandbox's log of their posts. */
export function arrivedOf(entries: TrafficEntry[]): Arrived {
  const seen = new Set<string>();
  const times: number[] = [];
  const first = Math.min(...entries.map(({ at }) => at));
  let twice = 0;
  for (const { accepted, at, request } of entries) {
    const number = numberIn(request);
    if (accepted === undefined || number === undefined) continue;
    if (seen.has(number)) twice += 1;
    else times.push((at - first) / 1_000);
    seen.add(number);
  }
  const refused = entries.filter(({ status }) => status === 429).length;
  times.sort((a, b) => a - b);
  return { messages: seen.size, twice, refused, seconds: times.at(-1) ?? 0, times };
}

/** What a message of a storm says, wherever it is sent from. */
export const stormWords = (number: number) => `Disk of db-${number} is full, report ${number} of the storm`;

function numberIn(body: string): string | undefined {
  return /report (\d+) of the storm/.exec(body.replace(/\+|%20/g, ' '))?.[1];
}
