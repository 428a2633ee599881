/** To standard error: standard output belongs to the table and the JSON line. */
export function progress(text: string): void {
  console.error(text);
}

/** Columns as wide as they must be: the first to the left, the others to the right. */
export function formatTable(head: string[], rows: (string | number)[][]): string {
  const lines = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
        .join('  '),
    )
    .join('\n');
}

/** The table, for people, and then one line of JSON, for programs. */
export function report(table: string, figures: Record<string, number | null>): void {
  console.log(`\n${table}\n`);
  console.log(JSON.stringify(figures));
}

/** Rounded to so many digits after the point. */
export function rounded(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}
