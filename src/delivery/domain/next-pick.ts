/** Which of a lane's waiting messages is next. */
export type Pick =
  /** The severest, and among equals the oldest. */
  | 'severest'
  /** A critical one if there is one, else the oldest of all. */
  | 'oldest'
  /** The oldest that is not critical, while critical ones wait. */
  | 'yielding';

/** Every so many slots one is for the oldest below critical, so that nothing starves. */
const OLDEST_EVERY = 5;
/** And so many critical ones in a row let one other through. */
const CRITICAL_IN_A_ROW = 10;

/** What a lane has sent since it was last empty. */
export interface LaneHistory {
  slots: number;
  criticalInARow: number;
}

export const NO_HISTORY: LaneHistory = { slots: 0, criticalInARow: 0 };

export function nextPick({ slots, criticalInARow }: LaneHistory): Pick {
  if (criticalInARow >= CRITICAL_IN_A_ROW) return 'yielding';
  return slots % OLDEST_EVERY === OLDEST_EVERY - 1 ? 'oldest' : 'severest';
}

/** @param priority of what was sent; 0 is critical */
export const after = ({ slots, criticalInARow }: LaneHistory, priority: number): LaneHistory => ({
  slots: slots + 1,
  criticalInARow: priority === 0 ? criticalInARow + 1 : 0,
});
