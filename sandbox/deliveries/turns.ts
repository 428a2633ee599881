/** Lets at most `width` be under way for each key at once; the others wait their turn, first come first served. */
export class Turns {
  private readonly underWay = new Map<string, number>();
  private readonly waiting = new Map<string, Set<(mayGo: boolean) => void>>();

  constructor(private readonly width: number) {}

  /** At once where there is room, without a promise; else a promise of whether the turn came or was called off. */
  take(key: string): true | Promise<boolean> {
    const count = this.underWay.get(key) ?? 0;
    if (count < this.width) {
      this.underWay.set(key, count + 1);
      return true;
    }
    let queue = this.waiting.get(key);
    if (!queue) this.waiting.set(key, (queue = new Set()));
    const line = queue;
    return new Promise((resolve) => line.add(resolve));
  }

  /** Ends a turn that came: the next in line has its place. */
  done(key: string): void {
    const [next] = this.waiting.get(key) ?? [];
    if (next) {
      this.waiting.get(key)?.delete(next);
      return next(true);
    }
    const left = (this.underWay.get(key) ?? 1) - 1;
    if (left > 0) this.underWay.set(key, left);
    else this.underWay.delete(key);
  }

  /** Sends everybody away who still waits. */
  callOff(): void {
    const lines = [...this.waiting.values()];
    this.waiting.clear();
    for (const line of lines) for (const turnAway of line) turnAway(false);
  }
}
