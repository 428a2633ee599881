/** Slack's words for a delivery that failed; they travel in `x-slack-retry-reason` (facts, section 2). */
export type FailureReason =
  'http_timeout' | 'too_many_redirects' | 'connection_failed' | 'ssl_error' | 'http_error' | 'unknown_error';

export interface Outcome {
  /** `null` where no answer came in time. */
  status: number | null;
  headers: Record<string, string>;
  body: string;
  ms: number;
  failure?: FailureReason;
}
