/** How many cases a property tries: few in the suite, `SWITCHBOARD_SOAK` times as many in a soak run. */
export const runs = (count: number): { numRuns: number } => ({
  numRuns: count * Number(process.env.SWITCHBOARD_SOAK || 1),
});
