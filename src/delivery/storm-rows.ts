import { v7 as uuidv7 } from 'uuid';
import type { Step, Storm, Waiting } from './domain/storm.js';
import type { LaneKey } from './lane-turn.js';
import type { LaneSession } from './lane-session.js';
import { stormCard, stormDetails } from './storm-card.js';

type Query = LaneSession['query'];

/** A storm that lasts, as it stands in its table. */
export interface StormRow {
  id: string;
  cardId: string;
  /** Of the summary's post: where merged messages are shown. */
  deliveryId: string;
  state: Storm;
}

/** A delivery that may join a storm. */
export interface Joining extends Waiting {
  id: string;
  cardId: string | null;
}

export async function readStorm(
  query: Query,
  { workspaceId, channel }: LaneKey,
): Promise<StormRow | undefined> {
  const [row] = await query<StormRow>(
    `SELECT id, card_id AS "cardId", delivery_id AS "deliveryId", state FROM storm WHERE workspace_id = $1 AND channel = $2`,
    [workspaceId, channel],
  );
  return row;
}

/**
 * What a look at a lane led to: the summary and its replies are deliveries as all others, and what they stand for is `merged`.
 * All in the transaction of the lane's owner, who has the lane's row.
 * @param before undefined where the storm begins
 */
export async function writeStorm(
  query: Query,
  lane: LaneKey,
  before: StormRow | undefined,
  { joins, pages, mentions, tells, over }: Step<Joining>,
  state: Storm,
): Promise<void> {
  const storm = { ...(before ?? { id: uuidv7(), cardId: uuidv7(), deliveryId: uuidv7() }), state };
  if (before === undefined) await addCard(query, lane, storm, mentions);
  if (tells) storm.deliveryId = await showSummary(query, lane, storm, over);
  await merge(query, lane, storm.deliveryId, joins);
  if (pages.length > 0) await addReplies(query, lane, storm, pages, before === undefined ? [] : mentions);
  if (tells) await wake(query, lane, state.severest);
  if (over) await forget(query, lane);
  else await keep(query, lane, storm);
}

async function addCard(
  query: Query,
  { workspaceId, channel }: LaneKey,
  { id, cardId }: StormRow,
  mentions: string[],
): Promise<void> {
  await query(
    `INSERT INTO card (workspace_id, id, subject, destination, has_replies, mention) VALUES ($1, $2, $3, $4, true, $5)`,
    [workspaceId, cardId, `storm:${id}`, channel, mentionOf(mentions)],
  );
}

/**
 * A version that still waits is replaced where it stands. Where the summary never stood, the next version is its post.
 * @returns the delivery that posts it
 */
async function showSummary(query: Query, lane: LaneKey, storm: StormRow, over: boolean): Promise<string> {
  const { state, cardId } = storm;
  const parameters = [
    lane.workspaceId,
    cardId,
    JSON.stringify(stormCard(state, over)),
    state.version,
    state.severest,
  ];
  const waiting = await query(
    `UPDATE delivery SET message = $3, card_version = $4, priority = least(priority, $5)
     WHERE workspace_id = $1 AND card_id = $2 AND state IN ('queued', 'held', 'unknown') RETURNING id`,
    parameters,
  );
  if (waiting.length > 0) return storm.deliveryId;
  const [{ stands }] = await query<{ stands: boolean }>(
    `SELECT ts IS NOT NULL AS stands FROM card WHERE workspace_id = $1 AND id = $2`,
    [lane.workspaceId, cardId],
  );
  const id = state.version === 1 ? storm.deliveryId : uuidv7();
  await query(
    `INSERT INTO delivery (workspace_id, card_id, message, card_version, priority, id, channel, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued')`,
    [...parameters, id, lane.channel],
  );
  return stands ? storm.deliveryId : id;
}

/** Their cards will not stand: replies to them stand by themselves, and a later version is posted afresh. */
async function merge(query: Query, { workspaceId }: LaneKey, into: string, joins: Joining[]): Promise<void> {
  if (joins.length === 0) return;
  await query(
    `UPDATE delivery SET state = 'merged', merged_into = $3, finished_at = clock_now(), held_until = NULL
     WHERE workspace_id = $1 AND id = ANY ($2::uuid[])`,
    [workspaceId, joins.map(({ id }) => id), into],
  );
  await query(`UPDATE card SET lost = true WHERE workspace_id = $1 AND id = ANY ($2::uuid[])`, [
    workspaceId,
    joins.flatMap(({ cardId }) => cardId ?? []),
  ]);
}

/** They wait until the summary stands, as every reply. */
async function addReplies(
  query: Query,
  { workspaceId, channel }: LaneKey,
  { cardId, state }: StormRow,
  pages: string[][],
  mentions: string[],
): Promise<void> {
  // A thread reads in its order: those before it may not be less urgent.
  await query(
    `UPDATE delivery SET priority = $3 WHERE workspace_id = $1 AND thread_card_id = $2 AND priority > $3
       AND state IN ('queued', 'held', 'unknown')`,
    [workspaceId, cardId, state.severest],
  );
  await query(
    `INSERT INTO delivery (workspace_id, id, channel, priority, state, message, thread_card_id, mention)
     SELECT $1, page.id, $2, $3,
       CASE WHEN (c.ts IS NOT NULL OR c.lost) AND c.reply_hold IS NULL THEN 'queued' ELSE 'held' END, page.message, c.id,
       CASE WHEN page.n = 1 THEN $7 END
     FROM card c, unnest($5::uuid[], $6::jsonb[]) WITH ORDINALITY AS page (id, message, n)
     WHERE c.workspace_id = $1 AND c.id = $4 ORDER BY page.n`,
    [
      workspaceId,
      channel,
      state.severest,
      cardId,
      pages.map(() => uuidv7()),
      pages.map((lines) => JSON.stringify(stormDetails(lines))),
      mentionOf(mentions),
    ],
  );
}

const mentionOf = (mentions: string[]): string | null => (mentions.length === 0 ? null : mentions.join(' '));

async function wake(query: Query, { workspaceId, channel }: LaneKey, priority: number): Promise<void> {
  await query(
    `UPDATE lane SET awake = true, woken = true, top = least(top, $3) WHERE workspace_id = $1 AND channel = $2`,
    [workspaceId, channel, priority],
  );
}

async function keep(query: Query, { workspaceId, channel }: LaneKey, storm: StormRow): Promise<void> {
  await query(
    `INSERT INTO storm (workspace_id, channel, id, card_id, delivery_id, state) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (workspace_id, channel) DO UPDATE SET state = EXCLUDED.state, delivery_id = EXCLUDED.delivery_id`,
    [workspaceId, channel, storm.id, storm.cardId, storm.deliveryId, JSON.stringify(storm.state)],
  );
}

async function forget(query: Query, { workspaceId, channel }: LaneKey): Promise<void> {
  await query(`DELETE FROM storm WHERE workspace_id = $1 AND channel = $2`, [workspaceId, channel]);
}
