import type { DataSource, EntityManager } from 'typeorm';

/** Rows of workspaces that leave when they are over: each with a `workspace_id` and an `id`. */
export interface OldRows {
  table: string;
  /** The column that says since when; an index of it begins with the workspace. NULL: not over. */
  since: string;
  days: number;
  /** What else must hold of the row `o`, as SQL. */
  when?: string;
}

/** So many in one transaction. */
export const AT_ONCE = 1_000;

/** Two probes of the index for each workspace, whatever they have. */
const workspacesWith = ({ table, since, days }: OldRows) => `WITH RECURSIVE one AS (
    (SELECT o.workspace_id AS id FROM ${table} o WHERE o.${since} IS NOT NULL ORDER BY o.workspace_id LIMIT 1)
    UNION ALL
    SELECT (SELECT o.workspace_id FROM ${table} o WHERE o.${since} IS NOT NULL AND o.workspace_id > one.id
      ORDER BY o.workspace_id LIMIT 1) FROM one WHERE one.id IS NOT NULL
  )
  SELECT id FROM one WHERE id IS NOT NULL AND EXISTS (
    SELECT FROM ${table} o WHERE o.workspace_id = one.id AND o.${since} < clock_now() - ${days} * interval '1 day')`;

/** The oldest first. What somebody is changing just now is left for the next round. */
const oldestOf = ({ table, since, days, when = 'true' }: OldRows) => `DELETE FROM ${table} t USING (
    SELECT o.workspace_id, o.id FROM ${table} o
    WHERE o.workspace_id = $1 AND o.${since} < clock_now() - ${days} * interval '1 day' AND ${when}
    ORDER BY o.${since} LIMIT ${AT_ONCE} FOR UPDATE OF o SKIP LOCKED) old
  WHERE t.workspace_id = old.workspace_id AND t.id = old.id`;

/** Deletes them, as long as `goesOn` says so. @returns how many left */
export async function forgetOldRows(
  dataSource: DataSource,
  rows: OldRows,
  goesOn: () => boolean,
): Promise<number> {
  const workspaces = await byIndex<{ id: string }[]>(dataSource, (tx) => tx.query(workspacesWith(rows)));
  let left = 0;
  for (const { id } of workspaces) {
    for (let count = AT_ONCE; count === AT_ONCE && goesOn(); left += count)
      count = await byIndex(dataSource, (tx) => countDeleted(tx, oldestOf(rows), [id]));
  }
  return left;
}

/** In a transaction of its own. Such tables change too fast for the planner's figures: a stale one would read them as a whole. */
export function byIndex<T>(dataSource: DataSource, work: (tx: EntityManager) => Promise<T>): Promise<T> {
  return dataSource.transaction(async (tx) => {
    await tx.query(
      'SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off',
    );
    return work(tx);
  });
}

export async function countDeleted(tx: EntityManager, sql: string, parameters: unknown[]): Promise<number> {
  const [, count]: [unknown[], number] = await tx.query(sql, parameters);
  return count;
}
