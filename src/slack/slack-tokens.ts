import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Tenant } from './domain/index.js';

/** Whose bot is asked for: a workspace's own, else the one of its organisation. */
export type BotOwner = Pick<Tenant, 'workspaceId' | 'enterpriseId'>;

/** What another process changes is seen here within this time; what this one changes, at once. */
const FRESH_MS = 2_000;
const MOST_KNOWN = 1_000;

/** The bot that a workspace has installed. */
export interface InstalledBot {
  workspaceId: string;
  enterpriseId?: string;
  botToken: string;
  botId: string;
  botUserId: string;
}

/** Where bots' tokens are kept. The installation module is it; this module only asks. */
export interface TokenSource {
  /** undefined when the workspace has no working installation. */
  botOf(owner: BotOwner): Promise<InstalledBot | undefined>;
}

/** There is no working installation for this workspace. */
export class NotInstalledError extends Error {
  readonly code = 'not_installed';

  constructor(readonly workspaceId: string) {
    super(
      `Workspace ${workspaceId} has no working installation of this app; an admin can add it again from the landing page`,
    );
  }
}

/** The port through which `slack` reaches tokens without importing who stores them. */
@Injectable()
export class SlackTokens {
  private source?: TokenSource;
  /** A workspace's events come in bursts; each one's token would be a query and two decryptions. */
  private readonly known = new LRUCache<string, InstalledBot>({ max: MOST_KNOWN, ttl: FRESH_MS });

  use(source: TokenSource) {
    this.source = source;
  }

  /** @throws NotInstalledError */
  async botOf(owner: BotOwner): Promise<InstalledBot> {
    const key = `${owner.workspaceId} ${owner.enterpriseId ?? ''}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const bot = await this.source?.botOf(owner);
    if (bot === undefined) throw new NotInstalledError(owner.workspaceId);
    this.known.set(key, bot);
    return bot;
  }

  /** An installation has changed, or ended. */
  forget() {
    this.known.clear();
  }
}
