import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { setTimeout as sleep } from 'node:timers/promises';
import { v4 as uuidv4 } from 'uuid';
import { Audit } from '../audit/index.js';
import { Config } from '../platform/config/config.js';
import { Transactions } from '../platform/database/transactions.js';
import { wordsOf } from '../platform/errors/words.js';
import { Log } from '../platform/logging/log.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { SlackClients, TokenExpiredError, slackFailure } from '../slack/index.js';
import { type AccessAnswer, type GrantedToken, UnusableGrantError, tokenOf } from './domain/grant.js';
import { freshnessOf, isRefusedForGood, nextTryAfterMs } from './domain/token-life.js';
import { type ClaimedToken, ExpiringTokens, type TokenHolder } from './expiring-tokens.js';
import { InstallationNews } from './installation-news.js';
import { Losses } from './losses.service.js';

const SWEEP_MS = 60_000;
const AT_ONCE = 5;
/** Somebody waits for the token: a person's click, or a lane. */
const PATIENCE_MS = 8_000;
const LOOK_MS = 100;

/**
 * Renews tokens ahead of time, in whichever worker looks first; what is spent all the same is renewed by whoever needs it.
 * A token's row says who has it in hand, so that Slack is asked once however many processes there are.
 */
@Injectable()
export class TokenRefresh implements BeforeApplicationShutdown {
  private sweeping?: Promise<void>;
  private stopped = false;
  private readonly refreshed;

  constructor(
    private readonly config: Config,
    private readonly tokens: ExpiringTokens,
    private readonly clients: SlackClients,
    private readonly transactions: Transactions,
    private readonly news: InstallationNews,
    private readonly losses: Losses,
    private readonly audit: Audit,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.refreshed = metrics.counter(
      'token_refreshes_total',
      'Tokens that expire, by what came of their renewal.',
      ['outcome'],
    );
  }

  async beforeApplicationShutdown() {
    this.stopped = true;
    await this.sweeping;
  }

  /** Renews all that is due. */
  @Interval(SWEEP_MS)
  async sweep(): Promise<void> {
    if (!this.config.works || this.config.slack.oauth === undefined || this.stopped) return;
    this.sweeping ??= this.refreshDue()
      .catch((err: unknown) =>
        this.log.warn({ err }, 'Could not look for tokens that expire; the next look is in a minute'),
      )
      .finally(() => (this.sweeping = undefined));
    await this.sweeping;
  }

  /**
   * Waits until a spent token is renewed, by this process or by another.
   * @throws TokenExpiredError when that takes too long, or Slack doesn't
   */
  async untilFresh(holder: TokenHolder, workspaceId: string): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    while (performance.now() < deadline) {
      const claimed = this.config.slack.oauth && (await this.tokens.claimSpent(uuidv4(), holder));
      if (claimed !== undefined && !(await this.refresh(claimed))) break;
      const state = await this.tokens.look(holder);
      if (state === undefined || freshnessOf(state.expiresAt, state.now) !== 'spent') return;
      // Somebody else was refused a moment ago.
      if (state.error !== null) break;
      await sleep(LOOK_MS);
    }
    throw new TokenExpiredError(workspaceId);
  }

  private async refreshDue(): Promise<void> {
    for (;;) {
      const due = await this.tokens.claimDue(uuidv4(), AT_ONCE);
      if (due.length === 0 || this.stopped) return;
      await Promise.all(due.map((token) => this.refresh(token)));
    }
  }

  /** @returns whether there is a new token now */
  private async refresh(held: ClaimedToken): Promise<boolean> {
    let granted: GrantedToken;
    try {
      granted = await this.ask(held);
    } catch (error) {
      await this.fail(held, error);
      return false;
    }
    const { installationId, ownerId, userId } = held;
    const stored = await this.transactions.begin(async (tx) => {
      const ours = await this.tokens.store(tx, held, granted);
      if (!ours) return false;
      await this.news.changed(tx, installationId);
      await this.audit.record({ workspaceId: ownerId }, tx, {
        actor: 'system',
        action: 'token.refreshed',
        subject: userId ?? 'bot',
      });
      return true;
    });
    this.refreshed.inc({ outcome: stored ? 'refreshed' : 'overtaken' });
    return true;
  }

  private async ask({ refreshToken, ownerId }: ClaimedToken): Promise<GrantedToken> {
    const { clientId = '', clientSecret = '' } = this.config.slack.oauth ?? {};
    const answer = (await this.clients.withToken().oauth.v2.access({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    })) as AccessAnswer;
    const owner = answer.is_enterprise_install === true ? answer.enterprise?.id : answer.team?.id;
    // A person's token may stand at the top level or beside the person.
    const granted = tokenOf(answer) ?? tokenOf(answer.authed_user ?? {});
    if (granted === undefined || (owner !== undefined && owner !== ownerId)) {
      throw new UnusableGrantError(
        'Slack answered a refresh with something else than this installation’s token',
      );
    }
    return granted;
  }

  private async fail(held: ClaimedToken, error: unknown): Promise<void> {
    const { code, words, retryAfterMs } = failureOf(error);
    const forGood = isRefusedForGood(code);
    const freshness = freshnessOf(held.expiresAt, held.now);
    const ours = await this.tokens.fail(held, words, nextTryAfterMs(freshness, forGood, retryAfterMs));
    this.refreshed.inc({ outcome: forGood ? 'refused' : 'failed' });
    const { ownerId: workspace, userId: user, installationId } = held;
    this.log.warn({ workspace, user, reason: words, freshness }, 'Slack did not renew a token');
    // While the old one works there is time for an operator; after that there is no token any more.
    if (ours && forGood && freshness === 'spent' && user === undefined) {
      await this.losses.endInstallation(
        installationId,
        'revoked',
        `Slack renews the bot’s token no longer (${words})`,
      );
    }
  }
}

function failureOf(error: unknown): { code: string; words: string; retryAfterMs?: number } {
  if (error instanceof UnusableGrantError) return { code: error.code, words: error.message };
  try {
    return slackFailure(error);
  } catch {
    return { code: 'unexpected', words: wordsOf(error) };
  }
}
