import { Injectable } from '@nestjs/common';
import { Log } from '../platform/logging/log.js';
import { begunVersion } from './delivery-history.js';
import { isWebhook } from './domain/address.js';
import { GRACE_MS, MOST_ATTEMPTS } from './domain/outcome.js';
import { shardOf } from './domain/shard.js';
import type { WorkspacePace } from './domain/workspace-pace.js';
import { failureOf } from './failure-of.js';
import { type Found, HistorySearch, type Place } from './history-search.js';
import { CARDS, CLAIMED, type Claim } from './lane-claims.js';
import { LaneOutcomes, type Outcome } from './lane-outcomes.js';
import { LaneSession } from './lane-session.js';

const MOST_AT_ONCE = 200;
/** Places that are looked into at once: an answer that is late, or never comes, keeps the others from nothing. */
const LOOKS_AT_ONCE = 16;

/** What may or may not stand in Slack. */
interface Unknown extends Claim {
  /** Seconds since 1970, when it was begun. */
  begun: number;
  /** Of a card: the version that was begun; a newer one may be owed by now. */
  begunVersion: number | null;
}

/** All that is looked for in one place. */
interface Search extends Place {
  wanted: Unknown[];
}

/** Slack doesn't let us look: what to do then is the route's choice. */
const UNREADABLE = new Set([
  'missing_scope',
  'not_in_channel',
  'channel_not_found',
  'not_allowed_token_type',
  'no_permission',
  'restricted_action',
  'method_not_supported_for_channel_type',
  'thread_not_found',
  'is_archived',
]);

/**
 * A sender that ended, or gave up waiting, between the request and its answer leaves a delivery `unknown`. Posts carry their
 * id as metadata: after a grace it is looked for in the channel's history, and sent again only when it isn't there.
 */
@Injectable()
export class LaneRecovery {
  /** Shards by the number of places in them that are being looked into. */
  private readonly looking = new Map<number, number>();

  constructor(
    private readonly session: LaneSession,
    private readonly outcomes: LaneOutcomes,
    private readonly history: HistorySearch,
    private readonly log: Log,
  ) {}

  /** One round for what is due in our shards. */
  async lookFor(paceOf: (workspaceId: string) => WorkspacePace, now: () => number): Promise<void> {
    const unknown = await this.session.query<Unknown>(
      `SELECT d.workspace_id AS "workspaceId", d.channel, extract(epoch FROM d.begun_at)::float8 AS begun,
         ${begunVersion('d.history')} AS "begunVersion", ${CLAIMED}
       FROM delivery d ${CARDS}
       WHERE d.shard = ANY ($1::smallint[]) AND d.state = 'unknown' AND d.held_until <= clock_now()
       ORDER BY d.held_until LIMIT ${MOST_AT_ONCE}`,
      [[...this.session.shards]],
      'lanes-unknown',
    );
    const { generation } = this.session;
    const searches = searchesOf(unknown);
    const work = async () => {
      for (let search = searches.shift(); search !== undefined; search = searches.shift())
        await this.resolve(search, generation, paceOf, now);
    };
    await Promise.all(Array.from({ length: LOOKS_AT_ONCE }, work));
  }

  /** Somebody is looking into it, and will write what was found: it can't be given up now. */
  isLooking(shard: number): boolean {
    return this.looking.has(shard);
  }

  /** Only its owner looks, and writes: since the round began, the shard may have become somebody else's. */
  private async resolve(
    search: Search,
    generation: number,
    paceOf: (workspaceId: string) => WorkspacePace,
    now: () => number,
  ): Promise<void> {
    const shard = shardOf(search.workspaceId);
    const isOurs = () => generation === this.session.generation && this.session.owns(shard);
    if (!isOurs()) return;
    this.looking.set(shard, (this.looking.get(shard) ?? 0) + 1);
    try {
      const results = await this.lookIn(search, paceOf(search.workspaceId), now);
      if (isOurs()) await this.outcomes.resolve(results);
    } finally {
      const others = (this.looking.get(shard) ?? 1) - 1;
      if (others > 0) this.looking.set(shard, others);
      else this.looking.delete(shard);
    }
  }

  private async lookIn(search: Search, pace: WorkspacePace, now: () => number): Promise<Outcome[]> {
    // Nobody can look for these: their ids are nowhere.
    const traceless = ({ op }: Unknown) => op === 'ephemeral' || isWebhook(search.channel);
    const wanted = search.wanted.filter((one) => !traceless(one));
    const chosen = search.wanted
      .filter(traceless)
      .map((one) =>
        chosenBlindly(one, 'What is shown to one person alone, or by a webhook, can’t be looked for'),
      );
    if (wanted.length === 0) return chosen;
    try {
      const found = await this.history.find(search, wanted, pace, now);
      return [...chosen, ...wanted.map((one) => outcomeOf(one, search.channel, found.get(one.id)))];
    } catch (error) {
      const failure = failureOf(error);
      const { code, words, retryAfterMs } = failure;
      this.log.info(
        { workspace: search.workspaceId, channel: search.channel, reason: words, count: wanted.length },
        'Could not look for messages whose arrival is not known',
      );
      if (UNREADABLE.has(code)) return [...chosen, ...wanted.map((one) => chosenBlindly(one, words))];
      return [...chosen, ...wanted.map((one) => later(one, retryAfterMs ?? GRACE_MS, words))];
    }
  }
}

function searchesOf(unknown: Unknown[]): Search[] {
  const searches = new Map<string, Search>();
  for (const one of unknown) {
    const { workspaceId, channel, threadTs } = one;
    const key = `${workspaceId} ${channel} ${threadTs ?? ''}`;
    const search = searches.get(key) ?? { workspaceId, channel, threadTs, wanted: [] };
    search.wanted.push(one);
    searches.set(key, search);
  }
  return [...searches.values()];
}

function outcomeOf(claim: Unknown, channelId: string, found: Found | undefined): Outcome {
  if (found === undefined) {
    if (claim.attempts >= MOST_ATTEMPTS) return { claim, state: 'failed', attempts: 0 };
    return { claim, state: 'queued', attempts: 0, error: 'It had not arrived, and is sent again' };
  }
  // What stands there may be older than what is owed by now.
  const claimed = { ...claim, cardVersion: found.version };
  // A card that was taken away meanwhile still stands there: its next turn takes it away.
  const state = claim.cardDeleted ? 'queued' : 'sent';
  return { claim: claimed, state, attempts: 0, sent: { channelId, ts: found.ts } };
}

function later(claim: Unknown, waitMs: number, error?: string): Outcome {
  return { claim: asBegun(claim), state: 'unknown', attempts: 0, waitMs, error };
}

const asBegun = (claim: Unknown): Unknown => ({
  ...claim,
  cardVersion: claim.begunVersion ?? claim.cardVersion,
});

function chosenBlindly(claim: Unknown, words: string): Outcome {
  if (claim.ifUnsure === 'leave')
    return {
      // An end that came since was never tried: it is another message, and owed still. Other changes would begin it anew.
      claim: claim.ends ? asBegun(claim) : claim,
      state: 'failed',
      attempts: 0,
      error: `It may have arrived; nobody could look (${words}), and its route says to leave it to a person`,
    };
  return { claim, state: 'queued', attempts: 0, repeated: true, error: `It may arrive twice: ${words}` };
}
