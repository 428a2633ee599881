import { type Routable, type RouteMatch, mismatchOf } from './match.js';

/** What may become a line of a summary, when too much of it waits in one channel. What is absent or null is as by default. */
export interface StormRules {
  /** So many may wait in a channel; one more is a storm. */
  threshold?: number | null;
  /** Only what matches may merge. */
  match?: RouteMatch | null;
  /** What matches one of these is always sent as itself. What is critical is, whatever stands here. */
  never?: RouteMatch[] | null;
  /** Nothing merges. */
  off?: boolean | null;
}

export interface StormVerdict {
  /** It may become a line of a summary. */
  merges: boolean;
  /** Past so many waiting in its channel; null where it never does. */
  threshold: number | null;
  /** A sentence for people: which condition decided. */
  why: string;
}

export const DEFAULT_THRESHOLD = 50;

/** What rules look at, and what keeps a message out of a summary by itself. */
export interface Mergeable extends Routable {
  /** A person: in a summary, everybody would see what is for them alone. */
  onlyTo?: string;
  /** It belongs to its thread, and so into no summary. */
  threadKey?: string;
}

/** Whether a notification may merge in a storm: the one evaluator, for real traffic and for `explain`. */
export function stormVerdict(rules: StormRules | null | undefined, notification: Mergeable): StormVerdict {
  const { threshold, match, never, off } = rules ?? {};
  const no = (why: string): StormVerdict => ({ merges: false, threshold: null, why });
  if (off === true) return no('storms are off');
  if (notification.severity === 'critical') return no('what is critical is always sent as itself');
  if (notification.onlyTo !== undefined)
    return no('what one person alone is to see is always sent as itself');
  if (notification.threadKey !== undefined) return no('what belongs to a thread is always sent as itself');
  const mismatch = mismatchOf(match ?? {}, notification);
  if (mismatch !== undefined) return no(mismatch);
  const excluded = (never ?? []).findIndex((one) => mismatchOf(one, notification) === undefined);
  if (excluded >= 0) return no(`never[${excluded}] matches`);
  return { merges: true, threshold: threshold ?? DEFAULT_THRESHOLD, why: 'every condition holds' };
}
