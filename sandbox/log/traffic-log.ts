import type { Timer } from '../timer.js';

/** What kind of request it was: the Web API, the OAuth pages, what the app is sent, what a `response_url` got. */
export type TrafficKind =
  'api' | 'oauth' | 'event' | 'interactivity' | 'command' | 'response_url' | 'webhook' | 'upload';

export interface TrafficEntry {
  /** Counts requests in the order in which they began, from 1. */
  seq: number;
  /** Milliseconds since 1970 at which it began. */
  at: number;
  /** `in`: the app called the sandbox. `out`: the sandbox called the app. */
  direction: 'in' | 'out';
  kind: TrafficKind;
  method: string;
  url: string;
  /** The Web API's method, the event's type, the action ids, the command: what a test looks for. */
  name: string;
  headers: Record<string, string>;
  request: string;
  /** `null` while it runs, and where no answer came. */
  status: number | null;
  response: string | null;
  /** Milliseconds that it took, `null` while it runs. */
  ms: number | null;
  /** Why there was no usable answer, in Slack's words (`http_timeout`, `connection_failed`, …). */
  failure?: string;
}

export type TrafficStart = Pick<
  TrafficEntry,
  'direction' | 'kind' | 'method' | 'url' | 'name' | 'headers' | 'request'
>;

export interface TrafficEnd {
  status: number | null;
  response: string | null;
  failure?: string;
}

/** Every request in and out, in order, tokens and all, the newest 200,000 of them. */
export class TrafficLog {
  private entries: TrafficEntry[] = [];
  private lastSeq = 0;

  constructor(
    private readonly timer: Timer,
    private readonly onChange: () => void,
    private readonly capacity = 200_000,
  ) {}

  begin(start: TrafficStart): TrafficEntry {
    this.lastSeq += 1;
    const entry: TrafficEntry = {
      seq: this.lastSeq,
      at: this.timer.now(),
      ...start,
      status: null,
      response: null,
      ms: null,
    };
    this.entries.push(entry);
    // Dropping a tenth at a time keeps the cost of the bound away from each request.
    if (this.entries.length > this.capacity * 1.1) this.entries = this.entries.slice(-this.capacity);
    return entry;
  }

  end(entry: TrafficEntry, end: TrafficEnd): void {
    Object.assign(entry, end, { ms: Math.round((this.timer.now() - entry.at) * 10) / 10 });
    this.onChange();
  }

  /** Entries after `since`, oldest first. */
  list(filter: { since?: number; kind?: string; name?: string; limit?: number } = {}): TrafficEntry[] {
    const { since = 0, kind, name, limit = 10_000 } = filter;
    return this.entries
      .filter((e) => e.seq > since && (!kind || e.kind === kind) && (!name || e.name === name))
      .slice(0, limit);
  }

  clear(): void {
    this.entries = [];
  }

  get seq(): number {
    return this.lastSeq;
  }
}
