import { Injectable } from '@nestjs/common';
import { SlackCallError, SlackClients, type SlackFailure } from '../slack/index.js';
import { Addresses } from './addresses.js';
import type { WorkspacePace } from './domain/workspace-pace.js';
import { failureOf } from './failure-of.js';
import { MessageSender } from './message-sender.js';
import { PacedSlack } from './paced-slack.js';
import { METADATA_TYPE } from './slack-call.js';

/** Slack's clock and the database's may differ by so much. */
const SLACK_S = 120;
const PAGE = 200;
const MOST_PAGES = 20;

/** Where to look: a channel, or a thread in it. */
export interface Place {
  workspaceId: string;
  channel: string;
  threadTs: string | null;
}

interface Wanted {
  /** Of the delivery. */
  id: string;
  /** Seconds since 1970, when it was begun. */
  begun: number;
}

export interface Found {
  ts: string;
  /** Of a card: which one stands there. */
  version: number | null;
}

/** Posts carry the id of their delivery as metadata: by it they are found in what Slack shows of a channel or a thread. */
@Injectable()
export class HistorySearch {
  constructor(
    private readonly sender: MessageSender,
    private readonly addresses: Addresses,
    private readonly clients: SlackClients,
  ) {}

  /** Where everybody may post, a bot that is not in the channel may not read what it has posted: it goes in, and looks again. */
  async find(
    place: Place,
    wanted: Wanted[],
    pace: WorkspacePace,
    now: () => number,
  ): Promise<Map<string, Found>> {
    try {
      return await this.look(place, wanted, pace, now);
    } catch (error) {
      if (failureOf(error).code !== 'not_in_channel') throw error;
      const { workspaceId, channel } = place;
      await this.addresses.enter(new PacedSlack({ workspaceId }, this.clients, pace, now), channel);
      return this.look(place, wanted, pace, now);
    }
  }

  private async look(
    place: Place,
    wanted: Wanted[],
    pace: WorkspacePace,
    now: () => number,
  ): Promise<Map<string, Found>> {
    const { channel, threadTs } = place;
    const method = methodOf(threadTs);
    const ids = new Set(wanted.map(({ id }) => id));
    const found = new Map<string, Found>();
    const oldest = Math.min(...wanted.map(({ begun }) => begun)) - SLACK_S;
    let cursor: unknown;
    for (let page = 0; page < MOST_PAGES && found.size < ids.size; page += 1) {
      const waitMs = pace.methodAt(method, channel, now()) - now();
      if (waitMs > 0) throw new SlackCallError(waitForPace(waitMs));
      const begun = pace.begin(method, channel);
      let answer;
      try {
        answer = await this.sender.call(place, method, {
          channel,
          oldest: oldest.toFixed(6),
          limit: PAGE,
          include_all_metadata: true,
          ...(threadTs === null ? {} : { ts: threadTs }),
          ...(typeof cursor === 'string' ? { cursor } : {}),
        });
      } catch (error) {
        const { retryAfterMs } = failureOf(error);
        if (retryAfterMs !== undefined) pace.refused(method, channel, retryAfterMs, now());
        throw error;
      } finally {
        pace.end(begun, now());
      }
      for (const message of Array.isArray(answer.messages) ? (answer.messages as object[]) : []) {
        const ours = idOf(message);
        if (ours !== undefined && ids.has(ours.id)) found.set(ours.id, ours);
      }
      cursor = (answer.response_metadata as { next_cursor?: unknown } | undefined)?.next_cursor;
      if (typeof cursor !== 'string' || cursor === '') break;
    }
    return found;
  }
}

/** As if Slack had said so: it would. */
const waitForPace = (retryAfterMs: number): SlackFailure => ({
  kind: 'retry',
  code: 'ratelimited',
  retryAfterMs,
  mayHaveArrived: false,
  words: 'Slack’s limit for reading histories is used up',
});

const methodOf = (threadTs: string | null) =>
  threadTs === null ? 'conversations.history' : 'conversations.replies';

/** The delivery that a message in a history was posted for. */
function idOf(message: object): (Found & { id: string }) | undefined {
  const { ts, metadata } = message as {
    ts?: unknown;
    metadata?: { event_type?: unknown; event_payload?: { id?: unknown; version?: unknown } };
  };
  const { id, version } = metadata?.event_payload ?? {};
  if (metadata?.event_type !== METADATA_TYPE || typeof id !== 'string' || typeof ts !== 'string')
    return undefined;
  return { id, ts, version: typeof version === 'number' ? version : null };
}
