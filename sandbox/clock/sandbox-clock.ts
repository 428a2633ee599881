import type { Timer } from '../timer.js';

interface Alarm {
  dueAt: number;
  run: () => void;
  cancel: () => void;
}

/**
 * The one clock of a sandbox: limits, retries, trigger ids, response urls, codes and tokens all ask it. It can run
 * faster than the world (`scale`) and jump (`advance`); it never goes back. Two things stay in the world's own time,
 * because the other side counts its own seconds: the three seconds in which an app must answer, and `Retry-After`
 * (see `worldSeconds`). So do signatures and id_tokens, whose age the app judges, unless its clock is moved as well.
 */
export class SandboxClock implements Timer {
  private anchorWorld: number;
  private anchorHere: number;
  private rate = 1;
  private readonly alarms = new Set<Alarm>();

  constructor(private readonly world: Timer) {
    this.anchorWorld = this.anchorHere = world.now();
  }

  /** Sandbox milliseconds per millisecond of the world. */
  get scale(): number {
    return this.rate;
  }

  now(): number {
    return this.anchorHere + (this.world.now() - this.anchorWorld) * this.rate;
  }

  after(ms: number, run: () => void): () => void {
    const alarm: Alarm = { dueAt: this.now() + ms, run, cancel: () => {} };
    this.alarms.add(alarm);
    this.arm(alarm, ms);
    return () => {
      alarm.cancel();
      this.alarms.delete(alarm);
    };
  }

  /** From now on, `scale` times as fast as the world. */
  setScale(scale: number): void {
    this.anchorHere = this.now();
    this.anchorWorld = this.world.now();
    this.rate = scale;
    this.rearm();
  }

  /** Jumps ahead; what falls due on the way runs now, in the order in which it was due. */
  advance(ms: number): void {
    const until = this.now() + ms;
    for (;;) {
      const next = [...this.alarms].sort((a, b) => a.dueAt - b.dueAt)[0];
      if (!next || next.dueAt > until) break;
      this.jumpTo(Math.max(next.dueAt, this.now()));
      next.cancel();
      this.fire(next);
    }
    this.jumpTo(Math.max(until, this.now()));
    this.rearm();
  }

  /** Whole seconds that somebody in the world has to wait for `ms` of sandbox time to pass; at least one. */
  worldSeconds(ms: number): number {
    return Math.max(1, Math.ceil(ms / this.rate / 1000));
  }

  /** Runs at the world's pace again. Time that was jumped over stays past. */
  reset(): void {
    this.setScale(1);
  }

  private jumpTo(here: number): void {
    this.anchorHere = here;
    this.anchorWorld = this.world.now();
  }

  private rearm(): void {
    for (const alarm of this.alarms) {
      alarm.cancel();
      this.arm(alarm, Math.max(0, alarm.dueAt - this.now()));
    }
  }

  private arm(alarm: Alarm, ms: number): void {
    alarm.cancel = this.world.after(ms / this.rate, () => this.fire(alarm));
  }

  private fire(alarm: Alarm): void {
    if (this.alarms.delete(alarm)) alarm.run();
  }
}
