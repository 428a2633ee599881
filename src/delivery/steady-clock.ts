/** A larger step than any round trip: somebody has set the database's clock, a test for instance. */
const STEP_MS = 500;

/**
 * Milliseconds that go on evenly, for the pace of one process. Where the database's clock jumps, what waits for its slot
 * jumps with it.
 */
export class SteadyClock {
  private ahead = 0;
  private seen?: { database: number; steady: number };

  now = (): number => performance.now() + this.ahead;

  /** @param database its time just now, in milliseconds */
  observe(database: number): void {
    const steady = performance.now();
    if (this.seen !== undefined) {
      const step = database - this.seen.database - (steady - this.seen.steady);
      if (Math.abs(step) > STEP_MS) this.ahead += step;
      else return;
    }
    this.seen = { database, steady };
  }
}
