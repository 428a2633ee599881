import { Injectable } from '@nestjs/common';
import { type Logger, LogLevel, WebClient, type WebClientOptions } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { Config } from '../platform/config/config.js';
import { Log } from '../platform/logging/log.js';
import { type BotOwner, SlackTokens } from './slack-tokens.js';

const MOST_CLIENTS = 1_000;
const TIMEOUT_MS = 10_000;

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

  /** @throws NotInstalledError */
  async of(owner: BotOwner): Promise<WebClient> {
    const { botToken } = await this.tokens.botOf(owner);
    const key = `${botToken} ${owner.workspaceId}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const client = new WebClient(botToken, { ...this.options(), teamId: owner.workspaceId });
    this.known.set(key, client);
    return client;
  }

  /** A client for a token that no installation holds yet. */
  withToken(token: string): WebClient {
    return new WebClient(token, this.options());
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
