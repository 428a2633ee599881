import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { WorkspaceContext } from '../platform/workspace-context.js';

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
  botOf(ctx: WorkspaceContext): Promise<InstalledBot | undefined>;
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
  async botOf(ctx: WorkspaceContext): Promise<InstalledBot> {
    const known = this.known.get(ctx.workspaceId);
    if (known !== undefined) return known;
    const bot = await this.source?.botOf(ctx);
    if (bot === undefined) throw new NotInstalledError(ctx.workspaceId);
    this.known.set(ctx.workspaceId, bot);
    return bot;
  }

  /** An installation has changed, or ended. */
  forget() {
    this.known.clear();
  }
}
