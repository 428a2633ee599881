import type { Timer } from '../timer.js';

/** A world that stands still until a test moves it. */
export class ManualTimer implements Timer {
  private readonly alarms = new Set<{ dueAt: number; run: () => void }>();

  constructor(private time = 0) {}

  now(): number {
    return this.time;
  }

  after(ms: number, run: () => void): () => void {
    const alarm = { dueAt: this.time + ms, run };
    this.alarms.add(alarm);
    return () => void this.alarms.delete(alarm);
  }

  advance(ms: number): void {
    const until = this.time + ms;
    for (;;) {
      const next = [...this.alarms].sort((a, b) => a.dueAt - b.dueAt)[0];
      if (!next || next.dueAt > until) break;
      this.time = Math.max(this.time, next.dueAt);
      this.alarms.delete(next);
      next.run();
    }
    this.time = until;
  }
}
