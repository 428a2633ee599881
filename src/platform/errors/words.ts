const LONGEST = 2_000;

/** What to keep of an error in a row: its name and message, in characters that PostgreSQL stores. */
export function wordsOf(error: unknown): string {
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return words.replace(/[\0\p{Surrogate}]/gu, '\uFFFD').slice(0, LONGEST);
}
