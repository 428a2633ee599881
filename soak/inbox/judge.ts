import { setTimeout as pause } from 'node:timers/promises';
import type { BenchPostgres } from '../../bench/harness/postgres.js';

const LOOK_MS = 200;

export interface Verdict {
  /** Accepted, and without an effect. */
  lost: number;
  /** Effects beyond an event's first. */
  doubled: number;
}

/** Nothing waits and nothing runs. @returns false when that took longer than `limitMs` */
export async function settled(postgres: BenchPostgres, limitMs: number): Promise<boolean> {
  for (const end = Date.now() + limitMs; Date.now() < end; await pause(LOOK_MS)) {
    const { left } = await postgres.one<{ left: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM event_work WHERE state IN ('ready', 'running')) AS left`,
    );
    if (!left) return true;
  }
  return false;
}

/** The rows that handlers wrote, and nothing else, say what was done. */
export async function judge(
  postgres: Pick<BenchPostgres, 'one'>,
  accepted: Iterable<string>,
): Promise<Verdict> {
  return postgres.one<Verdict>(
    `SELECT
       (SELECT count(*)::int FROM unnest($1::text[]) AS a (id)
        WHERE NOT EXISTS (SELECT 1 FROM bench_effect e WHERE e.event_id = a.id)) AS lost,
       (SELECT (count(*) - count(DISTINCT event_id))::int FROM bench_effect) AS doubled`,
    [[...accepted]],
  );
}
