import { Random } from '../../sandbox/faults/random.js';
import type { Switchboard } from './switchboard.js';
import { WORKSPACE } from './switchboard.js';

/** How many alerts a day each brings, and what they are about. */
const SERVICES = [
  { service: 'payments', daily: 6, titles: ['Card payments are slow', 'Refunds wait in the queue'] },
  { service: 'checkout', daily: 4, titles: ['Error rate above 2 %', 'Baskets are lost'] },
  { service: 'search', daily: 3, titles: ['Index is older than an hour', 'p99 above 800 ms'] },
  { service: 'warehouse-sync', daily: 2, titles: ['Nothing came in for 30 minutes'] },
  { service: 'mail', daily: 1, titles: ['Bounces above 5 %'] },
] as const;
const SEVERITIES = ['critical', 'error', 'error', 'warning', 'warning', 'warning', 'info'] as const;

/**
 * Thirty days of alerts up to now, most of them in working hours, acknowledged within minutes and resolved within hours;
 * of the last hours some are open yet. The same seed makes the same month.
 */
export async function fillMonthOfAlerts(board: Switchboard, seed: number): Promise<void> {
  const random = new Random(seed);
  const upTo = (most: number) => Math.floor(random.next() * most);
  const alerts = Array.from({ length: 30 }, (_, day) => day).flatMap((day) =>
    SERVICES.flatMap(({ service, daily, titles }) =>
      Array.from({ length: upTo(2 * daily + 1) }, () => {
        const hour = random.next() < 0.7 ? 8 + upTo(10) : upTo(24);
        const minutesAgo = day * 1_440 + (24 - hour) * 60 + upTo(60);
        const acknowledgedAfter = 1 + upTo(25);
        return {
          service,
          title: titles[upTo(titles.length)],
          severity: SEVERITIES[upTo(SEVERITIES.length)],
          minutesAgo,
          acknowledgedAfter: random.next() < 0.8 ? acknowledgedAfter : null,
          resolvedAfter: minutesAgo > 400 || random.next() < 0.5 ? acknowledgedAfter + 5 + upTo(240) : null,
        };
      }),
    ),
  );
  await board.query(
    `INSERT INTO alert (workspace_id, id, fingerprint, state, severity, title, body, created_at, fired_at,
       acknowledged_at, acknowledged_by, resolved_at)
     SELECT $1, gen_random_uuid(), 'month-' || row_number() OVER (),
       CASE WHEN "resolvedAfter" IS NOT NULL THEN 'resolved' WHEN "acknowledgedAfter" IS NOT NULL THEN 'acknowledged' ELSE 'firing' END,
       severity, title, jsonb_build_object('labels', jsonb_build_object('service', service)), fired, fired,
       fired + "acknowledgedAfter" * interval '1 minute', CASE WHEN "acknowledgedAfter" IS NOT NULL THEN 'U0BOB00001' END,
       fired + "resolvedAfter" * interval '1 minute'
     FROM jsonb_to_recordset($2) AS a (service text, title text, severity text, "minutesAgo" int, "acknowledgedAfter" int, "resolvedAfter" int),
       LATERAL (SELECT clock_now() - "minutesAgo" * interval '1 minute' AS fired) AS at`,
    [WORKSPACE.workspaceId, JSON.stringify(alerts)],
  );
}
