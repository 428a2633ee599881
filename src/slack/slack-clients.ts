import { Injectable } from '@nestjs/common';
import {
  type Logger,
  LogLevel,
  type WebAPICallResult,
  WebAPIPlatformError,
  WebClient,
  type WebClientOptions,
} from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { Config } from '../platform/config/config.js';
import { Log } from '../platform/logging/log.js';
import { type BotOwner, type InstalledBot, SlackTokens } from './slack-tokens.js';

const MOST_CLIENTS = 1_000;
const TIMEOUT_MS = 10_000;

/** Slack's words that are about the bot, not about the call. `invalid_auth` is not: an address that isn't allowed gets it. */
const ABOUT_THE_BOT = new Set([
  'account_inactive',
  'token_revoked',
  'token_expired',
  'team_access_not_granted',
]);

/** Tells when Slack refuses the bot itself. */
class BotClient extends WebClient {
  onRefusal: (code: string) => void = () => undefined;

  override async apiCall(...call: Parameters<WebClient['apiCall']>): Promise<WebAPICallResult> {
    try {
      return await super.apiCall(...call);
    } catch (error) {
      if (error instanceof WebAPIPlatformError && ABOUT_THE_BOT.has(error.data.error)) {
        this.onRefusal(error.data.error);
      }
      throw error;
    }
  }
}

/**
 * One Web API client per workspace. It makes one attempt per call and never waits by itself: attempts belong to
 * whoever owes the message. Method names can't carry another host.
 */
@Injectable()
export class SlackClients {
  /** By token and workspace: an organisation's one token serves many. */
  private readonly known = new LRUCache<string, WebClient>({ max: MOST_CLIENTS });

  constructor(
    private readonly tokens: SlackTokens,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  /** @throws NotInstalledError, TokenExpiredError */
  async of(owner: BotOwner): Promise<WebClient> {
    const bot = await this.tokens.botOf(owner);
    const key = `${bot.botToken} ${owner.workspaceId}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const client = new BotClient(bot.botToken, { ...this.options(), teamId: owner.workspaceId });
    client.onRefusal = (code) => void this.tell(bot, owner, code);
    this.known.set(key, client);
    return client;
  }

  /** A client for a token that no installation holds yet; without one, for what an app is asked as itself. */
  withToken(token?: string): WebClient {
    return new WebClient(token, this.options());
  }

  /** Whoever made the call is told by its error; this is about all the calls to come. */
  private async tell(bot: InstalledBot, { workspaceId }: BotOwner, code: string): Promise<void> {
    try {
      await this.tokens.refused({ ...bot, workspaceId }, code);
    } catch (err) {
      this.log.warn(
        { err, workspace: workspaceId, code },
        'Slack refuses a bot, and that could not be noted',
      );
    }
  }

  options(): WebClientOptions {
    return {
      slackApiUrl: this.config.slack.apiUrl,
      timeout: TIMEOUT_MS,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      allowAbsoluteUrls: false,
      logger: slackLogger(this.log),
    };
  }
}

/** Slack's libraries log each refusal as an error; whoever made the call decides what it means. */
export function slackLogger(log: Log): Logger {
  const write = (...parts: unknown[]) => log.debug({ from: 'slack-sdk' }, parts.map(String).join(' '));
  return {
    debug: () => undefined,
    info: write,
    warn: write,
    error: write,
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
