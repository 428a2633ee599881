import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { IS_SENDING } from './delivery-view.js';
import { holdsOf } from './domain/lane-holds.js';
import { CAREFUL } from './domain/limits.js';
import { severityOf } from './domain/outcome.js';
import { emptyTimes } from './domain/outlook.js';
import { shardOf } from './domain/shard.js';
import { POST } from './domain/workspace-pace.js';
import { SHARD_LOCK } from './lane-session.js';

/** A channel to which something is owed. */
export interface LaneView {
  channel: string;
  channel_name: string | null;
  /** Messages whose turn will come, by severity; those that wait for something else are `held` and `unknown`. */
  waiting: number;
  by_severity: Record<string, number>;
  held: number;
  unknown: number;
  /** When the oldest of those waiting became owed. */
  oldest_at: string | null;
  /** The delivery that is on its way. */
  sending: string | null;
  /** When the last of those waiting will be sent, if nothing goes wrong; null when none waits. */
  empty_at: string | null;
  /** What keeps it, in words; empty while its messages just take their turns. */
  held_by: string[];
}

export interface LanesView {
  waiting: number;
  held: number;
  unknown: number;
  failed: number;
  /** When the last lane will be empty. */
  empty_at: string | null;
  /** Posts a minute in the whole workspace: what is tried until Slack refuses, and what was learned from it. */
  per_minute: number;
  /** Posts at once in a channel that was quiet. */
  burst: number;
  learned_at: string | null;
  /** Most waiting first. */
  lanes: LaneView[];
}

interface LaneRow {
  channel: string;
  name: string | null;
  counts: number[];
  held: number;
  unknown: number;
  oldestAt: Date | null;
  sending: string | null;
  opensAt: Date | null;
  channelUntil: Date | null;
}

interface WorkspaceRow {
  now: Date;
  failed: number;
  owned: boolean;
  perMinute: number | null;
  burst: number | null;
  learnedAt: Date | null;
  until: Date | null;
}

const WORKSPACE = `SELECT clock_now() AS now, p.per_minute AS "perMinute", p.burst, p.learned_at AS "learnedAt",
    (SELECT count(*)::int FROM delivery d WHERE d.workspace_id = $1 AND d.shard = $2 AND d.state = 'failed') AS failed,
    (SELECT max(h.until) FROM pace_hold h WHERE h.workspace_id = $1 AND h.method = '${POST}' AND h.channel = ''
      AND h.until > clock_now()) AS until,
    EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = $3::int::oid AND objid = $2::int::oid
      AND objsubid = 2 AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS owned
  FROM (VALUES (1)) AS one LEFT JOIN workspace_pace p ON p.workspace_id = $1`;

const LANES = `WITH queued AS (
    SELECT d.channel, d.priority, count(*)::int AS count FROM delivery d
    WHERE d.workspace_id = $1 AND d.state = 'queued' GROUP BY 1, 2
  ), aside AS (
    SELECT d.channel, count(*) FILTER (WHERE d.state = 'held')::int AS held,
      count(*) FILTER (WHERE d.state = 'unknown')::int AS unknown
    FROM delivery d WHERE d.shard = $2 AND d.state IN ('held', 'unknown') AND d.workspace_id = $1 GROUP BY 1
  ), owed AS (SELECT channel FROM queued UNION SELECT channel FROM aside)
  SELECT o.channel, (SELECT c.name FROM channel c WHERE c.workspace_id = $1 AND c.id = o.channel) AS name,
    ARRAY(SELECT coalesce((SELECT sum(q.count)::int FROM queued q WHERE q.channel = o.channel AND q.priority = level), 0)
      FROM generate_series(0, 3) AS level ORDER BY level) AS counts,
    coalesce(a.held, 0) AS held, coalesce(a.unknown, 0) AS unknown, l.next_at AS "opensAt",
    (SELECT min(first.created_at) FROM generate_series(0, 3) AS level, LATERAL (
      SELECT d.created_at FROM delivery d WHERE d.workspace_id = $1 AND d.channel = o.channel AND d.state = 'queued'
        AND d.priority = level ORDER BY d.seq LIMIT 1) first) AS "oldestAt",
    (SELECT d.id FROM delivery d WHERE ${IS_SENDING} AND d.workspace_id = l.workspace_id AND d.id = l.sending
      AND d.state = 'queued') AS sending,
    (SELECT h.until FROM pace_hold h WHERE h.workspace_id = $1 AND h.method = '${POST}' AND h.channel = o.channel
      AND h.until > clock_now()) AS "channelUntil"
  FROM owed o LEFT JOIN aside a ON a.channel = o.channel
    LEFT JOIN lane l ON l.workspace_id = $1 AND l.channel = o.channel`;

/** What is owed to each channel of a workspace, when that will be done, and what holds it. */
@Injectable()
export class LaneOverview {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async of({ workspaceId }: WorkspaceContext): Promise<LanesView> {
    const shard = shardOf(workspaceId);
    const [about]: WorkspaceRow[] = await this.dataSource.query(WORKSPACE, [workspaceId, shard, SHARD_LOCK]);
    const rows: LaneRow[] = await this.dataSource.query(LANES, [workspaceId, shard]);
    return view(about, rows);
  }
}

function view(about: WorkspaceRow, rows: LaneRow[]): LanesView {
  const { now, failed, owned, until } = about;
  const perMinute = about.perMinute ?? CAREFUL.perMinute;
  const lanes = rows
    .map((row) => ({ ...row, waiting: sum(row.counts) }))
    .sort((a, b) => b.waiting - a.waiting || (a.channel < b.channel ? -1 : 1));
  const queues = lanes.map(({ waiting, opensAt, channelUntil }) => ({
    waiting,
    opensAt: latest([now, opensAt, channelUntil, until]),
  }));
  const ends = emptyTimes(queues, perMinute, now);
  const emptyAt = (index: number) => (lanes[index].waiting > 0 ? ends[index] : null);
  const busyLanes = lanes.filter(({ waiting }) => waiting > 0).length;
  const allEmptyAt = latest([null, ...lanes.map((_, index) => emptyAt(index))]);
  return {
    waiting: sum(lanes.map(({ waiting }) => waiting)),
    held: sum(lanes.map(({ held }) => held)),
    unknown: sum(lanes.map(({ unknown }) => unknown)),
    failed,
    empty_at: busyLanes === 0 ? null : allEmptyAt.toISOString(),
    per_minute: perMinute,
    burst: about.burst ?? CAREFUL.burst,
    learned_at: about.learnedAt?.toISOString() ?? null,
    lanes: lanes.map(
      ({ channel, name, waiting, counts, held, unknown, oldestAt, sending, ...row }, index) => ({
        channel,
        channel_name: name,
        waiting,
        by_severity: Object.fromEntries(counts.map((count, priority) => [severityOf(priority), count])),
        held,
        unknown,
        oldest_at: oldestAt?.toISOString() ?? null,
        sending,
        empty_at: emptyAt(index)?.toISOString() ?? null,
        held_by: holdsOf(
          {
            waiting,
            held,
            unknown,
            owned,
            busyLanes,
            perMinute,
            workspaceUntil: until,
            ...row,
          },
          now,
        ),
      }),
    ),
  };
}

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);

const latest = (times: (Date | null)[]) =>
  new Date(Math.max(...times.map((time) => time?.getTime() ?? -8.64e15)));
