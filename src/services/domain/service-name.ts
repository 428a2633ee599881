/** Names that differ in case, in blanks, or in how a letter is put together are one. */
export const nameKey = (name: string) => name.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
