import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import type { IfUnsure } from './domain/address.js';

/** A card, as far as whoever owes something to it must know it. */
export interface CardRow {
  id: string;
  destination: string;
  channel_id: string | null;
  ts: string | null;
  if_unsure: IfUnsure;
  /** The root of the thread in which it stands, or will. */
  thread_card_id: string | null;
}

/** A card in whose thread something belongs. */
export interface ThreadRow extends CardRow {
  /** All of the thread waits for this reply. */
  reply_hold: string | null;
  /** It never stood, and never will. */
  lost: boolean;
  /** Where the last one before waits, by an address perhaps that the card has left already: in another it would overtake it. */
  lane?: string;
}

const CARD = 'id, destination, channel_id, ts, if_unsure, thread_card_id';

/** A card to be shown, and where. */
export interface CardPlace {
  /** Where it isn't given, the card is there for its thread alone. */
  subject?: string;
  destination: string;
  ifUnsure: IfUnsure;
  threadKey?: string;
  /** Whom its post mentions. */
  mention?: string;
  /** What it shows will end some day. */
  lasts?: boolean;
}

/** The rows of cards, in the transactions of those who owe something to them. */
export const cards = {
  /** The card of a subject in a destination, made if there is none. The first of a thread's key is its root. */
  async show(
    ctx: WorkspaceContext,
    tx: EntityManager,
    place: CardPlace & { subject: string },
  ): Promise<CardRow> {
    const root = await this.showRoot(ctx, tx, place);
    if (root !== undefined) return root;
    const { subject, destination, ifUnsure, threadKey, mention = null, lasts = false } = place;
    const parent = threadKey === undefined ? undefined : await this.rootOf(ctx, tx, destination, threadKey);
    const rows: CardRow[] = await tx.query(
      `INSERT INTO card (workspace_id, id, subject, destination, if_unsure, thread_card_id, mention, lasts)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (workspace_id, subject, destination) DO UPDATE SET deleted = false, if_unsure = EXCLUDED.if_unsure,
         mention = EXCLUDED.mention, lasts = EXCLUDED.lasts
       RETURNING ${CARD}`,
      [ctx.workspaceId, uuidv7(), subject, destination, ifUnsure, parent?.id ?? null, mention, lasts],
    );
    return rows[0];
  },

  /** The root of a thread that doesn't exist yet; undefined when it does, or without a key. */
  async showRoot(
    { workspaceId }: WorkspaceContext,
    tx: EntityManager,
    { subject, destination, ifUnsure, threadKey, mention, lasts = false }: CardPlace,
  ): Promise<CardRow | undefined> {
    if (threadKey === undefined) return undefined;
    const id = uuidv7();
    const rows: CardRow[] = await tx.query(
      `INSERT INTO card (workspace_id, id, subject, destination, if_unsure, thread_key, mention, lasts)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT DO NOTHING RETURNING ${CARD}`,
      [workspaceId, id, subject ?? `thread:${id}`, destination, ifUnsure, threadKey, mention ?? null, lasts],
    );
    return rows[0];
  },

  async rootOf(
    { workspaceId }: WorkspaceContext,
    tx: EntityManager,
    destination: string,
    threadKey: string,
  ): Promise<CardRow | undefined> {
    const rows: CardRow[] = await tx.query(
      `SELECT ${CARD} FROM card WHERE workspace_id = $1 AND destination = $2 AND thread_key = $3`,
      [workspaceId, destination, threadKey],
    );
    return rows[0];
  },

  /** A subject's, wherever they are, but for those that were taken away. */
  async of({ workspaceId }: WorkspaceContext, tx: EntityManager, subject: string): Promise<CardRow[]> {
    return tx.query(
      `SELECT ${CARD} FROM card WHERE workspace_id = $1 AND subject = $2 AND NOT deleted ORDER BY id`,
      [workspaceId, subject],
    );
  },

  /**
   * Something will stand in this card's thread. A thread reads in its order: what comes before it, the card included, may
   * not be less urgent.
   */
  async openThread(
    { workspaceId }: WorkspaceContext,
    tx: EntityManager,
    id: string,
    priority: number,
  ): Promise<ThreadRow | undefined> {
    const [[thread]]: [ThreadRow[], number] = await tx.query(
      `UPDATE card SET has_replies = true, touched_at = clock_now() WHERE workspace_id = $1 AND id = $2 AND NOT deleted
       RETURNING ${CARD}, reply_hold, lost`,
      [workspaceId, id],
    );
    await tx.query(
      `UPDATE delivery SET priority = $3 WHERE workspace_id = $1 AND (thread_card_id = $2 OR card_id = $2) AND priority > $3
         AND state IN ('queued', 'held', 'unknown')`,
      [workspaceId, id, priority],
    );
    if (thread === undefined) return undefined;
    const [last]: { channel: string }[] = await tx.query(
      `SELECT channel FROM delivery WHERE workspace_id = $1 AND thread_card_id = $2
         AND state IN ('queued', 'held', 'unknown') ORDER BY seq DESC LIMIT 1`,
      [workspaceId, id],
    );
    return { ...thread, lane: last?.channel };
  },

  /** Nobody wants them to stand any more, nor what waited for one that doesn't stand yet. */
  async remove({ workspaceId }: WorkspaceContext, tx: EntityManager, subject: string): Promise<CardRow[]> {
    const [removed]: [CardRow[], number] = await tx.query(
      `UPDATE card SET deleted = true, thread_key = NULL WHERE workspace_id = $1 AND subject = $2 AND NOT deleted
       RETURNING ${CARD}`,
      [workspaceId, subject],
    );
    await tx.query(
      `UPDATE delivery SET state = 'superseded', finished_at = clock_now(), error = 'Its card was taken away first'
       WHERE workspace_id = $1 AND thread_card_id = ANY ($2::uuid[]) AND state = 'held' AND held_until IS NULL`,
      [workspaceId, removed.filter(({ ts }) => ts === null).map(({ id }) => id)],
    );
    return removed;
  },
};
