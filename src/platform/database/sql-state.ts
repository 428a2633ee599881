/** PostgreSQL's code of an error, `23505`; undefined where it has none. */
export function sqlStateOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** Classes 22 (data exception) and 23 (integrity constraint): about a row, not about the database. */
export const isAboutData = (error: unknown): boolean => /^2[23]/.test(sqlStateOf(error) ?? '');
