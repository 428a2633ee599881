import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { RoutingDocument } from '../notifications/index.js';
import { Log } from '../platform/logging/log.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { SlackClients } from '../slack/index.js';
import {
  type ChannelStanding,
  type ListedChannel,
  type Listing,
  standingOf,
} from './domain/channel-standing.js';

const KNOWN_MS = 60_000;
const MOST_KNOWN = 500;
const PAGE = 999;
/** Past so many pages a bot is in more channels than a page can say something useful about. */
const MOST_PAGES = 10;
/** Of all channels: Slack allows few such calls a minute, and deliveries need them too. */
const MOST_LISTED_PAGES = 5;
const TYPES = 'public_channel,private_channel';

export interface UsedChannel {
  /** As the routes name it. */
  address: string;
  /** The routes that name it; `fallback` is one. */
  routes: string[];
  standing: ChannelStanding;
}

interface Page {
  channels?: { id?: string; name?: string; is_archived?: boolean }[];
  response_metadata?: { next_cursor?: string };
}

/** Where the routes send, and whether the bot is there. What Slack says is a minute old at most. */
@Injectable()
export class UsedChannels {
  private readonly joined = new LRUCache<string, Listing>({ max: MOST_KNOWN, ttl: KNOWN_MS });
  private readonly listed = new LRUCache<string, Listing>({ max: MOST_KNOWN, ttl: KNOWN_MS });

  constructor(
    private readonly clients: SlackClients,
    private readonly log: Log,
  ) {}

  async of(ctx: WorkspaceContext, document: RoutingDocument): Promise<UsedChannel[]> {
    const used = channelsIn(document);
    const joined = await this.ask(ctx, this.joined, () => this.joinedOf(ctx));
    const standing = (listing?: Listing) =>
      used.map((channel) => ({
        ...channel,
        standing: standingOf(channel.address, joined?.channels, listing),
      }));
    const known = standing();
    // Whoever is everywhere that routes name needs no list of what else there is.
    if (joined === undefined || known.every((channel) => channel.standing === 'joined')) return known;
    return standing(await this.ask(ctx, this.listed, () => this.listingOf(ctx)));
  }

  private async ask(
    ctx: WorkspaceContext,
    cache: LRUCache<string, Listing>,
    question: () => Promise<Listing>,
  ): Promise<Listing | undefined> {
    const known = cache.get(ctx.workspaceId);
    if (known !== undefined) return known;
    try {
      const answer = await question();
      cache.set(ctx.workspaceId, answer);
      return answer;
    } catch (err) {
      this.log.warn({ err, workspace: ctx.workspaceId }, 'Slack could not be asked where the bot is');
      return undefined;
    }
  }

  private async joinedOf(ctx: WorkspaceContext): Promise<Listing> {
    const { users } = await this.clients.of(ctx);
    const page = { types: TYPES, exclude_archived: true, limit: PAGE };
    return readPages(MOST_PAGES, (cursor) => users.conversations({ ...page, cursor }));
  }

  private async listingOf(ctx: WorkspaceContext): Promise<Listing> {
    const { conversations } = await this.clients.of(ctx);
    return readPages(MOST_LISTED_PAGES, (cursor) =>
      conversations.list({ types: TYPES, limit: PAGE, cursor }),
    );
  }
}

async function readPages(most: number, ask: (cursor?: string) => Promise<Page>): Promise<Listing> {
  const found: ListedChannel[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < most; page += 1) {
    const { channels = [], response_metadata } = await ask(cursor);
    for (const { id, name, is_archived: isArchived = false } of channels) {
      if (id !== undefined && name !== undefined) found.push({ id, name, isArchived });
    }
    cursor = response_metadata?.next_cursor;
    if (cursor === undefined || cursor === '') return { channels: found, isWhole: true };
  }
  return { channels: found, isWhole: false };
}

/** Each channel once, in the order of the routes. */
export function channelsIn({ routes, fallback }: RoutingDocument): Pick<UsedChannel, 'address' | 'routes'>[] {
  const channels = new Map<string, string[]>();
  const named = [...routes, { name: 'fallback', to: [fallback] }];
  for (const { name, to } of named) {
    for (const { channel } of to) {
      if (channel !== undefined) channels.set(channel, [...(channels.get(channel) ?? []), name]);
    }
  }
  return [...channels].map(([address, names]) => ({ address, routes: [...new Set(names)] }));
}
