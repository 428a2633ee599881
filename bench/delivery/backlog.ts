import type { BenchPostgres } from '../harness/postgres.js';
import { INFO } from './owe.js';

export interface LaneName {
  workspaceId: string;
  channel: string;
}

/** deadlock_detected */
const DEADLOCK = '40P01';
/** Rows of one statement. */
const AT_ONCE = 100_000;

/**
 * So many messages for each lane, the first of every lane before the second of any, as they come in reality. The lanes are
 * told of them; nobody is rung.
 * @param waiting so many of them wait, the newest; the others were sent
 */
export async function fill(
  postgres: BenchPostgres,
  lanes: LaneName[],
  each: number,
  waiting = each,
): Promise<void> {
  const names = [lanes.map(({ workspaceId }) => workspaceId), lanes.map(({ channel }) => channel)];
  const step = Math.max(1, Math.floor(AT_ONCE / lanes.length));
  for (let done = 0; done < each; done += step) {
    // uuidv7() and the text as the service makes them. The comment keeps it out of what the lanes' statements cost.
    await postgres.one(
      `INSERT INTO /* bench */ delivery (workspace_id, id, channel, priority, state, attempts, ts, sent_at, finished_at, message)
       SELECT l.workspace_id, uuidv7(), l.channel, ${INFO}, CASE WHEN waits THEN 'queued' ELSE 'sent' END,
         CASE WHEN waits THEN 0 ELSE 1 END, CASE WHEN NOT waits THEN '1800000000.000100' END,
         CASE WHEN NOT waits THEN yesterday END, CASE WHEN NOT waits THEN yesterday END, jsonb_build_object('text', t.words, 'blocks',
         jsonb_build_array(jsonb_build_object('type', 'section', 'text', jsonb_build_object('type', 'mrkdwn', 'text', t.words))))
       FROM generate_series($3::int, $4::int) AS n,
         unnest($1::text[], $2::text[]) WITH ORDINALITY AS l (workspace_id, channel, number),
         -- What was sent a moment ago would count against Slack's limits of a minute.
         LATERAL (SELECT clock_now() - interval '1 day' AS yesterday, format('Disk of db-%s is %s %% full since this morning: the runbook is pinned in this channel', n, number) AS words, n > $5::int AS waits) t
       ORDER BY n, l.number`,
      [...names, done + 1, Math.min(each, done + step), each - waiting],
    );
  }
  await wake(postgres, names);
}

/** One statement for all lanes: a worker that writes to some of them in another order makes PostgreSQL end one of the two. */
async function wake(postgres: BenchPostgres, names: string[][], tries = 5): Promise<void> {
  try {
    await postgres.one(
      `INSERT INTO /* bench */ lane (workspace_id, channel, top) SELECT *, ${INFO} FROM unnest($1::text[], $2::text[])
       ON CONFLICT (workspace_id, channel) DO UPDATE SET awake = true, woken = true, top = least(lane.top, EXCLUDED.top)`,
      names,
    );
  } catch (error) {
    if ((error as { code?: string }).code !== DEADLOCK || tries === 0) throw error;
    await wake(postgres, names, tries - 1);
  }
}

/** What autovacuum would have done by the time that a backlog is old. */
export const settle = (postgres: BenchPostgres) => postgres.one('VACUUM (ANALYZE) delivery, lane');

/** Nobody limits these workspaces, as far as the service knows. */
export async function liftLimits(postgres: BenchPostgres, workspaceIds: string[]): Promise<void> {
  await postgres.one(
    `INSERT INTO workspace_pace (workspace_id, per_minute, burst) SELECT *, 100000, 4 FROM unnest($1::text[])
     ON CONFLICT (workspace_id) DO UPDATE SET per_minute = EXCLUDED.per_minute`,
    [workspaceIds],
  );
}

/** `lanes` of them, spread over so many workspaces. */
export function laneNames(workspaceIds: string[], lanes: number, prefix: string): LaneName[] {
  return Array.from({ length: lanes }, (_, number) => ({
    workspaceId: workspaceIds[number % workspaceIds.length],
    channel: `C0${prefix}${String(number).padStart(6, '0')}`,
  }));
}
