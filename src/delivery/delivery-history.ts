/** One thing that happened to a delivery on its way: a refusal, a doubt, another try that somebody asked for. */
export interface HistoryEntry {
  at: string;
  /** What it was from then on. */
  state: string;
  /** Slack's own words, or ours. */
  error: string;
  /** Of a card whose answer was lost: the version that was on its way. A newer one may have taken its place since. */
  version?: number;
}

/** The newest are kept: a delivery that is tried for an hour meets the same refusal again and again. */
export const MOST_ENTRIES = 20;

/**
 * SQL: a history with one more entry. What arrives at the first try has none, and costs nothing.
 * @param history, state, error, version SQL expressions, none of them anybody's input
 */
export const noted = (history: string, state: string, error: string, version = 'NULL'): string =>
  `coalesce(CASE WHEN jsonb_array_length(${history}) >= ${MOST_ENTRIES} THEN ${history} - 0 ELSE ${history} END, '[]')
    || jsonb_strip_nulls(jsonb_build_object('at', clock_now(), 'state', ${state}, 'error', ${error},
      'version', CASE WHEN ${state} = 'unknown' THEN ${version} END))`;

/** SQL: of a card that is `unknown`, the version that may have arrived. */
export const begunVersion = (history: string): string => `(${history} -> -1 ->> 'version')::int`;
