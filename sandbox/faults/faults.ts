import { randomInt } from 'node:crypto';
import { concerns, type FaultRule, type FaultTarget } from './fault-rule.js';
import { Random } from './random.js';

/** A seed is a whole number from 0, below this. */
export const SEEDS = 2 ** 32;

interface Armed {
  rule: FaultRule;
  random: Random;
  seen: number;
  struck: number;
}

/**
 * The faults that were asked for. Each rule draws from a generator of its own, once for every request that it
 * concerns, so that the same seed and the same row of requests meet the same faults, whatever other rules there are.
 */
export class Faults {
  /** What repeats the faults that are played now. */
  seed: number;
  private armed: Armed[] = [];

  /** `ownSeed`, drawn where none is given, is for rules that come without one. */
  constructor(private readonly ownSeed: number = randomInt(SEEDS)) {
    this.seed = ownSeed;
  }

  /** Replaces all rules, and every generator begins anew. */
  configure(rules: FaultRule[], seed: number = this.ownSeed): void {
    this.seed = seed;
    this.armed = rules.map((rule, index) => ({
      rule,
      random: new Random(this.seed + Math.imul(index + 1, 0x9e3779b9)),
      seen: 0,
      struck: 0,
    }));
  }

  /** Has one more rule strike, behind the others. The answer takes it away again. */
  add(rule: FaultRule): () => void {
    const armed = {
      rule,
      random: new Random(this.seed + Math.imul(this.armed.length + 1, 0x9e3779b9)),
      seen: 0,
      struck: 0,
    };
    this.armed.push(armed);
    return () => void (this.armed = this.armed.filter((one) => one !== armed));
  }

  get active(): boolean {
    return this.armed.length > 0;
  }

  /** What befalls this request: the first of the rules that strike. */
  strike(target: FaultTarget): FaultRule | undefined {
    let struck: Armed | undefined;
    for (const armed of this.armed) {
      const { rule } = armed;
      if (!concerns(rule, target)) continue;
      const drawn = armed.random.next();
      armed.seen += 1;
      if (struck || armed.seen <= (rule.skip ?? 0) || armed.struck >= (rule.count ?? Infinity)) continue;
      if (drawn < (rule.probability ?? 1)) struck = armed;
    }
    if (struck) struck.struck += 1;
    return struck?.rule;
  }

  /** Each rule with how many requests it has seen and struck. */
  report(): { seed: number; rules: (FaultRule & { seen: number; struck: number })[] } {
    return {
      seed: this.seed,
      rules: this.armed.map(({ rule, seen, struck }) => ({ ...rule, seen, struck })),
    };
  }

  /** No more faults, and the seed that the sandbox began with: what follows a reset is the same every time. */
  reset(): void {
    this.armed = [];
    this.seed = this.ownSeed;
  }
}
