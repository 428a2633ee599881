import type { BenchPostgres } from '../harness/postgres.js';
import { INFO } from './owe.js';

export interface LaneName {
  workspaceId: string;
  channel: string;
}

/** Rows of one statement. */
const AT_ONCE = 100_000;

/**
 * So many waiting messages for each lane, the first of every lane before the second of any, as they come in reality. The
 * lanes are told of them; nobody is rung.
 */
export async function fill(postgres: BenchPostgres, lanes: LaneName[], each: number): Promise<void> {
  const names = [lanes.map(({ workspaceId }) => workspaceId), lanes.map(({ channel }) => channel)];
  const step = Math.max(1, Math.floor(AT_ONCE / lanes.length));
  for (let done = 0; done < each; done += step) {
    // uuidv7() and the text as the service makes them. The comment keeps it out of what the lanes' statements cost.
    await postgres.one(
      `INSERT INTO /* bench */ delivery (workspace_id, id, channel, priority, state, message)
       SELECT l.workspace_id, uuidv7(), l.channel, ${INFO}, 'queued', jsonb_build_object('text', t.words, 'blocks',
         jsonb_build_array(jsonb_build_object('type', 'section', 'text', jsonb_build_object('type', 'mrkdwn', 'text', t.words))))
       FROM generate_series($3::int, $4::int) AS n,
         unnest($1::text[], $2::text[]) WITH ORDINALITY AS l (workspace_id, channel, number),
         LATERAL (SELECT format('Disk of db-%s is %s %% full since this morning: the runbook is pinned in this channel', n, number) AS words) t
       ORDER BY n, l.number`,
      [...names, done + 1, Math.min(each, done + step)],
    );
  }
  await postgres.one(
    `INSERT INTO /* bench */ lane (workspace_id, channel, top) SELECT *, ${INFO} FROM unnest($1::text[], $2::text[])
     ON CONFLICT (workspace_id, channel) DO UPDATE SET awake = true, woken = true, top = least(lane.top, EXCLUDED.top)`,
    names,
  );
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
