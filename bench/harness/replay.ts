import type { Program } from './program.js';
import type { SignedFile } from './signed-file.js';

export interface ReplayJob extends SignedFile {
  /** `http://127.0.0.1:port`. */
  url: string;
  connections: number;
  /** Stops after so long, or when every request was sent. */
  seconds: number;
  /**
   * Open loop: the n-th request is due n / perSecond after the start, whatever became of those before. undefined: each
   * connection sends its next when the last is answered.
   */
  perSecond?: number;
  /**
   * Answers are timed from when their request was due, which counts what waits for a connection; or, where more is due
   * than anybody could take, from when it was sent.
   */
  timedFrom?: 'due' | 'sent';
}

export interface Replayed {
  sent: number;
  /** Answered with 200. */
  accepted: number;
  /** Answered otherwise. */
  refused: number;
  /** Not answered: the connection broke. */
  broken: number;
  seconds: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
}

/** `replayer` is the program `bench/harness/replayer.js`. */
export const replay = (replayer: Program, job: ReplayJob) => replayer.ask<ReplayJob, Replayed>(job);
