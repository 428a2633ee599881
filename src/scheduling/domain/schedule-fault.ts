/** What somebody typed as a time, a zone or an expression can't be read; the message says what would do, with an example. */
export class ScheduleFault extends Error {
  readonly code = 'schedule';
}
