/** The sandbox's time. Tests hand in their own, so that minutes of retries pass without waiting. */
export interface Timer {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `run` once after `ms`; the answer cancels it. */
  after(ms: number, run: () => void): () => void;
}

export const systemTimer: Timer = {
  now: () => Date.now(),
  after(ms, run) {
    const handle = setTimeout(run, ms);
    return () => clearTimeout(handle);
  },
};
