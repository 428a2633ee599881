import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../platform/clock.js';
import type { Tenant } from './domain/index.js';

/** Whose bot is asked for: a workspace's own, else the one of its organisation. */
export type BotOwner = Pick<Tenant, 'workspaceId' | 'enterpriseId'>;

/** While the changes of other processes are heard: a net below them, no more. */
const KEPT_MS = 10 * 60 * 1_000;
/** While they are not. */
const KEPT_DEAF_MS = 1_000;
const MOST_KNOWN = 10_000;
/** A token that has less left is not handed out: the call that it is for takes its time. */
const LEAST_LEFT_MS = 60_000;

/** The bot that a workspace has installed. */
export interface InstalledBot {
  workspaceId: string;
  enterpriseId?: string;
  installationId: string;
  botToken: string;
  botId: string;
  botUserId: string;
  /** Of a token that rotates. */
  expiresAt?: Date;
}

/** Where bots' tokens are kept. The installation module is it; this module only asks. */
export interface TokenSource {
  /** undefined when the workspace has no working installation. @throws TokenExpiredError */
  botOf(owner: BotOwner): Promise<InstalledBot | undefined>;
  /** Slack refused a call of this bot's, with a word that is about the bot and not about the call. */
  refused?(bot: InstalledBot, code: string): Promise<void>;
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

/** The workspace's token has expired, and Slack has not given another one yet. It may soon. */
export class TokenExpiredError extends Error {
  readonly code = 'token_expired';

  constructor(readonly workspaceId: string) {
    super(`The token of workspace ${workspaceId} has expired, and Slack could not be asked for another yet`);
  }
}

/** The port through which `slack` reaches tokens without importing who stores them. */
@Injectable()
export class SlackTokens {
  private source?: TokenSource;
  private readonly known = new LRUCache<string, InstalledBot>({ max: MOST_KNOWN });
  /** Questions under way: a burst for one workspace is one. */
  private readonly asked = new Map<string, Promise<InstalledBot>>();
  private hears = false;
  /** Goes up with each change: an answer to a question of before is not kept. */
  private changes = 0;

  constructor(private readonly clock: Clock) {}

  use(source: TokenSource) {
    this.source = source;
  }

  /** @throws NotInstalledError, TokenExpiredError */
  async botOf(owner: BotOwner): Promise<InstalledBot> {
    const key = `${owner.workspaceId} ${owner.enterpriseId ?? ''}`;
    const known = this.known.get(key);
    if (known !== undefined && this.isFresh(known)) return known;
    const asked = this.asked.get(key);
    if (asked !== undefined) return asked;
    const asking = this.ask(owner, key).finally(() => {
      if (this.asked.get(key) === asking) this.asked.delete(key);
    });
    this.asked.set(key, asking);
    return asking;
  }

  /** Whether changes are heard, from whichever process; what is known is forgotten. */
  hear(hears: boolean) {
    this.hears = hears;
    this.forget();
  }

  /**
   * An installation has changed, or ended; all of them where none is named.
   * @param workspaceId which may have had another one until now
   */
  forget(installationId?: string, workspaceId?: string) {
    this.changes += 1;
    this.asked.clear();
    if (installationId === undefined) return this.known.clear();
    for (const [key, bot] of this.known.entries()) {
      if (bot.installationId === installationId || bot.workspaceId === workspaceId) this.known.delete(key);
    }
  }

  /** @see TokenSource.refused */
  async refused(bot: InstalledBot, code: string): Promise<void> {
    await this.source?.refused?.(bot, code);
  }

  private isFresh({ expiresAt }: InstalledBot): boolean {
    return expiresAt === undefined || expiresAt.getTime() - this.clock.now().getTime() > LEAST_LEFT_MS;
  }

  private async ask(owner: BotOwner, key: string): Promise<InstalledBot> {
    const { changes } = this;
    const bot = await this.source?.botOf(owner);
    if (bot === undefined) throw new NotInstalledError(owner.workspaceId);
    if (changes === this.changes) {
      this.known.set(key, bot, { ttl: this.hears ? KEPT_MS : KEPT_DEAF_MS });
    }
    return bot;
  }
}
