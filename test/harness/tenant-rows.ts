import { eventually } from './eventually.js';
import type { Switchboard } from './switchboard.js';

/** Every row of a workspace's, out of every table that has a `workspace_id`: found, not listed. */
export async function rowsOf(board: Switchboard, workspaceId: string): Promise<string[]> {
  const tables = await board.query<{ name: string }>(
    `SELECT quote_ident(t.relname) AS name FROM pg_class t
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped
     WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p') AND NOT t.relispartition ORDER BY 1`,
  );
  const each = tables.map(
    ({ name }) => `SELECT '${name} ' || to_jsonb(t)::text AS row FROM ${name} t WHERE workspace_id = $1`,
  );
  const rows = await board.query<{ row: string }>(each.join(' UNION ALL '), [workspaceId]);
  return rows.map(({ row }) => row).sort();
}

/** Work that waits or runs, a lane with something in it, and one that its owner will look at for a storm. */
const UNDER_WAY = /"state": "(queued|ready|running|held|unknown|waiting)"|"(awake|crowded)": true/;

/** The same, once nothing moves in them any more: not in the service, and not on its way to Slack or from it. */
export async function settledRowsOf(board: Switchboard, workspaceId: string): Promise<string[]> {
  return eventually(async () => {
    const said = await board.slack.log({ limit: 100_000 });
    expect(said.filter(({ ms }) => ms === null)).toEqual([]);
    const before = await rowsOf(board, workspaceId);
    await board.advance(0);
    const rows = await rowsOf(board, workspaceId);
    expect(rows.filter((row) => UNDER_WAY.test(row))).toEqual([]);
    expect(rows).toEqual(before);
    return rows;
  });
}

/**
 * What in these rows could be handed in as an id or a name: short, and without spaces.
 * @param each so many out of each column, or field of one
 */
export function namesIn(rows: string[], each = Infinity): string[] {
  const names = new Map<string, Set<string>>();
  const walk = (value: unknown, column: string): void => {
    if (typeof value === 'string' && /^[\w#@:.|-]{3,100}$/.test(value) && !/^\d{4}-\d\d-\d\dT/.test(value)) {
      const known = names.get(column) ?? new Set();
      names.set(column, known.size < each ? known.add(value) : known);
    } else if (Array.isArray(value)) value.forEach((one) => walk(one, column));
    else if (typeof value === 'object' && value !== null) {
      for (const [name, one] of Object.entries(value)) walk(one, `${column}.${name}`);
    }
  };
  for (const row of rows) walk(JSON.parse(row.slice(row.indexOf(' ') + 1)), row.slice(0, row.indexOf(' ')));
  return [...new Set([...names.values()].flatMap((found) => [...found]))].sort(byLength);
}

/** Ids of rows come first. */
const byLength = (a: string, b: string) => b.length - a.length || (a < b ? -1 : 1);
