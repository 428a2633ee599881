import { Injectable } from '@nestjs/common';
import { Log } from '../platform/logging/log.js';
import { mayPass } from '../platform/database/transactions.js';
import { type Step, type Storm, step } from './domain/storm.js';
import type { LaneKey } from './lane-turn.js';
import { LaneSession, SessionLostError } from './lane-session.js';
import { stormLine } from './storm-card.js';
import { type Joining, readStorm, writeStorm } from './storm-rows.js';

type Query = LaneSession['query'];

/** Of one lane in one look; what is left is for the next. */
const MOST_JOINING = 1_000;

/** Those whose messages can have a thread, and be edited: conversations, by their ids. */
const HAS_THREADS = /^[CDG][A-Z0-9]+$/;

interface CrowdedLane extends LaneKey {
  shard: number;
  state: Storm | null;
  /** Something waits that may merge. */
  waits: boolean;
  now: number;
}

const WAITS = `d.workspace_id = l.workspace_id AND d.channel = l.channel AND d.mergeable AND d.state IN ('queued', 'held')`;

export const CROWDED = `
  SELECT l.workspace_id AS "workspaceId", l.channel, l.shard, s.state, EXISTS (SELECT FROM delivery d WHERE ${WAITS}) AS waits,
    extract(epoch FROM clock_now())::float8 * 1000 AS now
  FROM lane l LEFT JOIN storm s ON s.workspace_id = l.workspace_id AND s.channel = l.channel
  WHERE l.crowded AND l.shard = ANY ($1::smallint[])`;

/** What is on its way is not among it, nor what may have arrived. */
const WAITING = `
  SELECT d.id, d.priority, d.source, d.title, d.merge_at AS "mergeAt", d.card_id AS "cardId", d.mention,
    extract(epoch FROM d.created_at)::float8 * 1000 AS at
  FROM delivery d WHERE d.workspace_id = $1 AND d.channel = $2 AND d.mergeable AND d.state IN ('queued', 'held')
    AND NOT d.repeated AND d.id IS DISTINCT FROM $3::uuid
  ORDER BY d.seq LIMIT ${MOST_JOINING} FOR UPDATE SKIP LOCKED`;

/**
 * Cards that stand are edited, and what has a thread is not taken from it. Whoever changes a card has its row before its
 * delivery's: waiting for it here would be waiting in a circle.
 */
const MERGEABLE_CARDS = `
  SELECT id, mention FROM card WHERE workspace_id = $1 AND id = ANY ($2::uuid[])
    AND ts IS NULL AND NOT deleted AND NOT has_replies AND thread_key IS NULL AND thread_card_id IS NULL
  FOR NO KEY UPDATE SKIP LOCKED`;

/** Past the threshold of the one that has waited the longest; a lane in which nothing may merge costs one probe. */
export const FORGOTTEN = `
  UPDATE lane l SET crowded = true WHERE l.awake AND NOT l.crowded AND l.shard = ANY ($1::smallint[]) AND EXISTS (
    SELECT FROM (SELECT d.merge_at FROM delivery d WHERE ${WAITS} ORDER BY d.seq LIMIT 1) first, LATERAL (
      SELECT FROM delivery d WHERE ${WAITS} ORDER BY d.seq OFFSET first.merge_at LIMIT 1) past)`;

/**
 * Storms, as the owner of their lanes performs them. Whoever puts too much into a lane marks it as crowded, so that looking
 * costs nothing where there is no storm. A lane that somebody else is writing to is left for the next look.
 */
@Injectable()
export class LaneStorms {
  private looking = false;

  constructor(
    private readonly session: LaneSession,
    private readonly log: Log,
  ) {}

  /** Every second. @throws SessionLostError */
  async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      const lanes = await this.session.query<CrowdedLane>(
        CROWDED,
        [[...this.session.shards]],
        'lanes-crowded',
      );
      for (const lane of lanes) if (hasNews(lane)) await this.lookAt(lane);
    } finally {
      this.looking = false;
    }
  }

  /** Lanes that whoever filled them could not mark any more. */
  async findForgotten(): Promise<void> {
    await this.session.query(FORGOTTEN, [[...this.session.shards]]);
  }

  private async lookAt(lane: CrowdedLane): Promise<void> {
    try {
      const done = await this.session.transaction((query) => this.perform(query, lane));
      if (done !== undefined) this.tell(lane, done);
    } catch (error) {
      if (error instanceof SessionLostError) throw error;
      const about = { err: error, workspace: lane.workspaceId, channel: lane.channel };
      if (!mayPass(error))
        this.log.warn(about, 'A lane could not be looked at for a storm; the next look tries again');
    }
  }

  private tell({ workspaceId, channel, state }: CrowdedLane, { storm, joins, over }: Step<Joining>): void {
    const about = { workspace: workspaceId, channel, merged: storm?.joined };
    if (state === null && joins.length > 0)
      this.log.info(about, 'A storm has begun; what may merge becomes a summary');
    if (over) this.log.info(about, 'A storm is over');
  }

  private async perform(query: Query, lane: CrowdedLane): Promise<Step<Joining> | undefined> {
    const { workspaceId, channel, shard, now } = lane;
    if (!this.session.owns(shard)) return undefined;
    const key = [workspaceId, channel];
    const [ours] = await query<{ sending: string | null }>(
      `SELECT sending FROM lane WHERE workspace_id = $1 AND channel = $2 FOR NO KEY UPDATE SKIP LOCKED`,
      key,
    );
    if (ours === undefined) return undefined;
    const row = await readStorm(query, lane);
    const waiting = HAS_THREADS.test(channel) ? await this.waiting(query, lane, ours.sending) : [];
    const next = step(row?.state, waiting, now);
    const goesOn = next.storm !== undefined && !next.over;
    await query(`UPDATE lane SET crowded = $3 WHERE workspace_id = $1 AND channel = $2 AND crowded <> $3`, [
      ...key,
      goesOn,
    ]);
    if (next.storm !== undefined) await writeStorm(query, lane, row, next, next.storm);
    return next;
  }

  /** In the order in which they were accepted; what somebody is changing just now is left out. */
  private async waiting(
    query: Query,
    { workspaceId, channel }: LaneKey,
    sending: string | null,
  ): Promise<Joining[]> {
    type Row = Omit<Joining, 'line'> & { title: string };
    const rows = await query<Row>(WAITING, [workspaceId, channel, sending], 'lanes-storm-waiting');
    const cardIds = rows.flatMap(({ cardId }) => cardId ?? []);
    const free = await query<{ id: string; mention: string | null }>(MERGEABLE_CARDS, [workspaceId, cardIds]);
    const mentions = new Map(free.map(({ id, mention }) => [id, mention]));
    return rows
      .filter(({ cardId }) => cardId === null || mentions.has(cardId))
      .map(({ title, ...one }) => ({
        ...one,
        line: stormLine({ ...one, title }),
        mention: (one.cardId === null ? one.mention : mentions.get(one.cardId)) ?? null,
      }));
  }
}

/** Without anything that waits, time alone may bring some. */
function hasNews({ waits, state, now }: CrowdedLane): boolean {
  if (waits || state === null) return true;
  const { storm, tells } = step(state, [], now);
  return tells || storm?.watch.since !== state.watch.since;
}
