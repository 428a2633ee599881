import type { TrafficEntry } from './traffic-entry.js';

export interface CoverageReport {
  /** Web API methods that were called, by how they were answered. */
  methods: Record<string, { ok: number; refused: number }>;
  /** Events that an app took, by type. */
  events: Record<string, number>;
  /** Kinds of payload that an app took: `block_actions`, `view_submission`, `slash_command`, … */
  payloads: Record<string, number>;
}

/** What a sandbox was used for, counted from its log. The contract suite is measured by it. */
export class Coverage {
  private readonly methods = new Map<string, { ok: number; refused: number }>();
  private readonly events = new Map<string, number>();
  private readonly payloads = new Map<string, number>();

  count(entry: TrafficEntry): void {
    if (entry.direction === 'in') {
      if (entry.kind === 'api') this.countMethod(entry);
      return;
    }
    if (entry.failure !== undefined) return;
    if (entry.kind === 'event') raise(this.events, entry.name);
    if (entry.payload !== undefined) raise(this.payloads, entry.payload);
  }

  report(): CoverageReport {
    return {
      methods: Object.fromEntries(this.methods),
      events: Object.fromEntries(this.events),
      payloads: Object.fromEntries(this.payloads),
    };
  }

  private countMethod(entry: TrafficEntry): void {
    let counted = this.methods.get(entry.name);
    if (!counted) this.methods.set(entry.name, (counted = { ok: 0, refused: 0 }));
    if (entry.response?.startsWith('{"ok":true') === true) counted.ok += 1;
    else counted.refused += 1;
  }
}

function raise(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
