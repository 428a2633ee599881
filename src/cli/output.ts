/** One row of a table: what each column shows. */
export type Row = Record<string, string>;

/** Names come from other people: none may break the table or speak to the terminal. */
const printable = (cell: string) => cell.replace(/\p{Cc}/gu, ' ');

/** Rows as a table that a terminal shows well: columns as wide as their widest cell. */
export function table(given: Row[], empty: string): string {
  const rows = given.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, printable(cell)])),
  );
  const [first] = rows;
  if (first === undefined) return empty;
  const names = Object.keys(first);
  const widths = names.map((name) => Math.max(name.length, ...rows.map((row) => (row[name] ?? '').length)));
  const line = (cells: string[]) =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    line(names.map((name) => name.toUpperCase())),
    ...rows.map((row) => line(names.map((name) => row[name] ?? ''))),
  ].join('\n');
}

/** Prints a result: for people, or with `--json` one JSON document and nothing else. */
export function print(json: boolean | undefined, value: unknown, text: string) {
  console.log(json === true ? JSON.stringify(value, null, 2) : text);
}

export const when = (date: Date | null) =>
  date === null ? 'never' : date.toISOString().replace(/\.\d+Z$/, 'Z');

/** So much of a text that a table stays one. */
export const shortened = (text: string, most = 60) =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;
