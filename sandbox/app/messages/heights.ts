/**
 * Where the rows of a long list lie, of which only those in sight are drawn: rows that were measured have their height,
 * all others a guess. Pure arithmetic; pixels throughout.
 */
export class Heights {
  private readonly measured = new Map<string, number>();
  private keys: readonly string[] = [];
  private tops: Float64Array = new Float64Array(1);
  private stale = true;
  /** What stands above all rows. */
  private lead = 0;

  constructor(private readonly guess = 64) {}

  /** The rows that there are now, in order. */
  setKeys(keys: readonly string[]): void {
    this.keys = keys;
    this.stale = true;
  }

  /** Notes a row's height. Answers whether that was news. */
  measure(key: string, height: number): boolean {
    if (Math.abs((this.measured.get(key) ?? -1) - height) < 0.5) return false;
    this.measured.set(key, height);
    this.stale = true;
    return true;
  }

  /** Notes the height of what stands above all rows. Answers whether that was news. */
  measureLead(height: number): boolean {
    if (Math.abs(this.lead - height) < 0.5) return false;
    this.lead = height;
    this.stale = true;
    return true;
  }

  get count(): number {
    return this.keys.length;
  }

  /** Rows and what stands above them. */
  get total(): number {
    return this.fresh()[this.keys.length];
  }

  /** Where the row at `index` begins. */
  top(index: number): number {
    return this.fresh()[Math.max(0, Math.min(index, this.keys.length))];
  }

  indexOf(key: string): number {
    return this.keys.indexOf(key);
  }

  keyAt(index: number): string | undefined {
    return this.keys[index];
  }

  /** The row that lies at this many pixels from the top; the last where the list is shorter. */
  at(offset: number): number {
    const tops = this.fresh();
    let [low, high] = [0, Math.max(0, this.keys.length - 1)];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (tops[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The rows from `from` up to, not including, `to` that are in sight, and some more on either side. */
  range(scrollTop: number, height: number, margin: number): { from: number; to: number } {
    if (this.keys.length === 0) return { from: 0, to: 0 };
    return { from: this.at(Math.max(0, scrollTop - margin)), to: this.at(scrollTop + height + margin) + 1 };
  }

  private fresh(): Float64Array {
    if (!this.stale) return this.tops;
    const tops = new Float64Array(this.keys.length + 1);
    tops[0] = this.lead;
    for (let index = 0; index < this.keys.length; index += 1) {
      tops[index + 1] = tops[index] + (this.measured.get(this.keys[index]) ?? this.guess);
    }
    this.tops = tops;
    this.stale = false;
    return tops;
  }
}
