import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { RoutingDocument } from '../notifications/index.js';
import { Log } from '../platform/logging/log.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { SlackClients } from '../slack/index.js';

const KNOWN_MS = 60_000;
const MOST_KNOWN = 500;
const PAGE = 999;
/** Past so many pages a bot is in more channels than a page can say something useful about. */
const MOST_PAGES = 10;

export interface Membership {
  id: string;
  /** With its `#`. */
  name: string;
}

export interface UsedChannel {
  /** As the routes name it. */
  address: string;
  /** The routes that name it; `fallback` is one. */
  routes: string[];
  /** undefined while Slack can't be asked. */
  joined?: boolean;
}

/** Where the routes send, and whether the bot is there. What Slack says is a minute old at most. */
@Injectable()
export class UsedChannels {
  private readonly known = new LRUCache<string, Membership[]>({ max: MOST_KNOWN, ttl: KNOWN_MS });

  constructor(
    private readonly clients: SlackClients,
    private readonly log: Log,
  ) {}

  async of(ctx: WorkspaceContext, document: RoutingDocument): Promise<UsedChannel[]> {
    const joined = await this.joinedOf(ctx);
    return channelsIn(document).map((channel) => ({
      ...channel,
      joined: joined?.some(({ id, name }) => id === channel.address || name === channel.address),
    }));
  }

  private async joinedOf(ctx: WorkspaceContext): Promise<Membership[] | undefined> {
    const known = this.known.get(ctx.workspaceId);
    if (known !== undefined) return known;
    try {
      const joined = await this.ask(ctx);
      this.known.set(ctx.workspaceId, joined);
      return joined;
    } catch (err) {
      this.log.warn({ err, workspace: ctx.workspaceId }, 'Slack could not be asked where the bot is');
      return undefined;
    }
  }

  private async ask(ctx: WorkspaceContext): Promise<Membership[]> {
    const { users } = await this.clients.of(ctx);
    const joined: Membership[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const { channels = [], response_metadata } = await users.conversations({
        types: 'public_channel,private_channel',
        exclude_archived: true,
        limit: PAGE,
        cursor,
      });
      for (const { id, name } of channels) {
        if (id !== undefined && name !== undefined) joined.push({ id, name: `#${name}` });
      }
      cursor = response_metadata?.next_cursor;
      if (cursor === undefined || cursor === '') break;
    }
    return joined;
  }
}

/** Each channel once, in the order of the routes. */
export function channelsIn({ routes, fallback }: RoutingDocument): UsedChannel[] {
  const channels = new Map<string, string[]>();
  const named = [...routes, { name: 'fallback', to: [fallback] }];
  for (const { name, to } of named) {
    for (const { channel } of to) {
      if (channel !== undefined) channels.set(channel, [...(channels.get(channel) ?? []), name]);
    }
  }
  return [...channels].map(([address, names]) => ({ address, routes: [...new Set(names)] }));
}
