// How soon 20,000 of 100,000 schedules that fall due together are runs, committed, with two processes claiming them.
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../../src/platform/database/migrate.js';
import { readNumbers } from '../harness/options.js';
import { BenchPostgres } from '../harness/postgres.js';
import { stopPrograms } from '../harness/program.js';
import { formatTable, progress, report, rounded } from '../harness/report.js';
import { serviceEnv, startService } from '../harness/service.js';

const LOOK_MS = 20;
const PATIENCE_MS = 120_000;
/** Until the processes are up and everybody waits. */
const AHEAD_S = 10;

export async function runBench(args: string[]): Promise<void> {
  const wanted = readNumbers(args, { schedules: 100_000, due: 20_000, processes: 2 });
  const postgres = await BenchPostgres.start();
  try {
    await migrate(postgres.url);
    await fill(postgres, wanted.schedules);
    await postgres.age();
    const env = { ...serviceEnv(postgres.url), LOG_LEVEL: 'error' };
    const workers = Array.from({ length: wanted.processes }, () =>
      startService('bench/inbox/service.js', 'worker', env),
    );
    await Promise.all(workers.map((worker) => worker.waitForLine(/: listening on (\S+)$/)));
    progress(
      `${wanted.schedules} schedules, ${wanted.processes} processes; ${wanted.due} fall due in ${AHEAD_S} s`,
    );
    const { at } = await postgres.one<{ at: Date }>(
      `WITH due AS (SELECT workspace_id, id FROM report ORDER BY id LIMIT $1), moved AS (
         UPDATE report r SET next_run_at = date_trunc('milliseconds', now()) + $2 * interval '1 second'
         FROM due WHERE r.workspace_id = due.workspace_id AND r.id = due.id RETURNING r.next_run_at)
       SELECT max(next_run_at) AS at FROM moved`,
      [wanted.due, AHEAD_S],
    );
    const seconds = await untilRun(postgres, wanted.due, at);
    for (const worker of workers) await worker.stop();
    const judged = await judge(postgres);
    if (judged.reports !== wanted.due) throw new Error(`${wanted.due} were due, ${judged.reports} were run`);
    const figures = { due: wanted.due, seconds: rounded(seconds, 2), doubled: judged.runs - judged.reports };
    const table = formatTable(
      ['schedules', 'due', 'processes', 'runs committed within s', 'doubled'],
      [[wanted.schedules, figures.due, wanted.processes, figures.seconds, figures.doubled]],
    );
    report(table, figures);
  } finally {
    await stopPrograms();
    await postgres.stop();
  }
}

/** A hundred in each of a thousand workspaces; until they are told otherwise none is due for a day. */
async function fill(postgres: BenchPostgres, count: number): Promise<void> {
  await postgres.all(
    `INSERT INTO report (workspace_id, id, name, schedule, cron, zone, covers, destination, next_run_at, created_by)
     SELECT 'T' || lpad((n % 1000)::text, 9, '0'), gen_random_uuid(), 'Digest', 'daily', (n % 60) || ' ' || (n % 24) || ' * * *',
       (ARRAY['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Australia/Sydney', 'UTC'])[n % 5 + 1], 'day', 'C' || lpad(n::text, 9, '0'),
       now() + interval '1 day' + n * interval '1 second', 'bench'
     FROM generate_series(1, $1::int) n`,
    [count],
  );
  await postgres.all('ANALYZE report');
}

/** @returns seconds after they fell due until the last run was committed */
async function untilRun(postgres: BenchPostgres, due: number, at: Date): Promise<number> {
  const until = at.getTime() + PATIENCE_MS;
  for (;;) {
    const { count, now } = await postgres.one<{ count: number; now: Date }>(
      'SELECT count(*)::int AS count, clock_timestamp() AS now FROM report_run',
    );
    if (count >= due) return (now.getTime() - at.getTime()) / 1_000;
    if (now.getTime() > until) throw new Error(`After ${PATIENCE_MS / 1_000} s ${count} of ${due} were run`);
    await sleep(now < at ? LOOK_MS * 10 : LOOK_MS);
  }
}

/** One run of a schedule for what was due once; and each that was run is due another time. */
async function judge(postgres: BenchPostgres): Promise<{ runs: number; reports: number }> {
  return postgres.one(
    `SELECT count(*)::int AS runs, count(DISTINCT (u.workspace_id, u.report_id))::int AS reports
     FROM report_run u JOIN report r ON r.workspace_id = u.workspace_id AND r.id = u.report_id
     WHERE r.next_run_at > now()`,
  );
}
