/** Counts by the minute over the last sixty minutes, in sixty numbers however much is counted. */
export class MinuteCounts {
  private readonly counts = new Map<number, number>();

  add(nowMs: number): void {
    const minute = Math.floor(nowMs / 60_000);
    this.counts.set(minute, (this.counts.get(minute) ?? 0) + 1);
    for (const old of this.counts.keys()) if (old <= minute - 60) this.counts.delete(old);
  }

  total(nowMs: number): number {
    const minute = Math.floor(nowMs / 60_000);
    let total = 0;
    for (const [at, count] of this.counts) if (at > minute - 60) total += count;
    return total;
  }
}
