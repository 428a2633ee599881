import type { TrafficEntry, TrafficFilter } from '../log/traffic-entry.js';
import type { SummaryReport } from '../log/traffic-summary.js';

/** Asks the process that keeps a sandbox's log (ADR 0013), also when the sandbox is gone. */
export class LogClient {
  constructor(readonly url: string) {}

  /** Requests in and out, in order; 10,000 at most unless `limit` says more. */
  async entries(filter: TrafficFilter = {}): Promise<TrafficEntry[]> {
    const query = new URLSearchParams(
      Object.entries(filter).map(([name, value]): [string, string] => [name, String(value)]),
    );
    return (await this.get<{ entries: TrafficEntry[] }>(`log?${query.toString()}`)).entries;
  }

  /** The judge's figures since the last reset. */
  async summary(): Promise<SummaryReport> {
    return this.get('summary');
  }

  private async get<T>(path: string): Promise<T> {
    const response = await fetch(`${this.url}/${path}`);
    if (!response.ok) throw new Error(`sandbox log GET /${path}: ${response.status}`);
    return (await response.json()) as T;
  }
}
