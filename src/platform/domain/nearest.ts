/** Of what there is, what somebody may have meant: a third of the letters may be wrong. undefined when nothing is near. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const word = typed.toLowerCase();
  if (word.length > LONGEST) return undefined;
  const [best] = known
    .map((name) => ({ name, most: Math.max(1, Math.floor(Math.max(name.length, word.length) / 3)) }))
    // So many letters at least would have to be put in or taken out.
    .filter(({ name, most }) => Math.abs(name.length - word.length) <= most)
    .map(({ name, most }) => ({ name, most, distance: distanceOf(word, name.toLowerCase()) }))
    .filter(({ distance, most }) => distance <= most)
    .sort((a, b) => a.distance - b.distance);
  return best?.name;
}

/** Longer is no slip of the finger; and comparing costs the square of it, while everybody waits. */
const LONGEST = 100;

/** Letters to put in, take out, change, or swap with their neighbour. */
function distanceOf(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], rows[i - 2][j - 2] + 1);
    }
    rows.push(row);
  }
  return rows[a.length][b.length];
}
