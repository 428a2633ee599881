import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { WebAPIPlatformError } from '@slack/web-api';
import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { Roles } from '../installation/index.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config/config.js';
import { Log } from '../platform/logging/log.js';
import { Upkeep } from '../platform/queue/upkeep.js';
import { SlackClients } from '../slack/index.js';
import { ConsoleSessions } from './console-sessions.js';
import { type Identity, readIdToken, sha256 } from './domain/id-token.js';
import { type PagePath, pageOf } from './pages/places.js';

/** As long as Slack's code lives. */
const LIFETIME = '10 minutes';
const MOST_NAME = 200;
/** What Slack says looks like this; whatever else stands there, somebody made up. */
const WORD = /^[a-z_]{1,64}$/;

export type SignInOutcome =
  | { kind: 'signed-in'; token: string }
  | { kind: 'cancelled' }
  /** Slack's page ended with another word. */
  | { kind: 'refused'; word: string }
  /** Unknown, used, expired, or begun in another browser. */
  | { kind: 'state' }
  /** Slack knows them, and their workspace has not the app. */
  | { kind: 'not-installed' }
  /** Somebody for whom nothing is allowed. @see decideRole */
  | { kind: 'nobody'; why: string }
  | { kind: 'failed'; error: Error };

/** Sign in with Slack, by OpenID Connect (ADR 0026). There when the process has a client id and secret. */
@Injectable()
export class SignIn {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly sessions: ConsoleSessions,
    private readonly roles: Roles,
    private readonly clients: SlackClients,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly log: Log,
    upkeep: Upkeep,
  ) {
    upkeep.add('old sign-ins', () =>
      this.dataSource.query(`DELETE FROM console_sign_in WHERE expires_at < clock_now()`),
    );
  }

  get available(): boolean {
    return this.config.slack.oauth !== undefined;
  }

  /**
   * @param browser the secret in its cookie: the sign-in ends there or nowhere
   * @param team the workspace to offer first
   * @param to the page to come back to. It goes along in the state, whose hash nobody else can make
   * @returns Slack's page
   */
  async begin(browser: string, team: string | undefined, to: PagePath): Promise<string> {
    const { clientId, authorizeUrl } = this.oauth;
    const [state, nonce] = [secret() + to.slice('/console'.length).replace('/', '.'), secret()];
    await this.dataSource.query(
      `INSERT INTO console_sign_in (state_sha256, browser_sha256, nonce_sha256, expires_at)
       VALUES ($1, $2, $3, clock_now() + $4::interval)`,
      [sha256(state), sha256(browser), sha256(nonce), LIFETIME],
    );
    const url = new URL('/openid/connect/authorize', authorizeUrl);
    url.search = new URLSearchParams({
      response_type: 'code',
      scope: 'openid profile',
      client_id: clientId,
      redirect_uri: this.redirectUri,
      state,
      nonce,
      ...(team === undefined ? {} : { team }),
    }).toString();
    return url.href;
  }

  /** What became of a callback. Never throws. @param before the session that the browser has */
  async finish(
    query: URLSearchParams,
    browser: string | undefined,
    before: string | undefined,
  ): Promise<SignInOutcome> {
    try {
      return await this.walk(query, browser, before);
    } catch (error) {
      return { kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  private async walk(
    query: URLSearchParams,
    browser: string | undefined,
    before: string | undefined,
  ): Promise<SignInOutcome> {
    const nonceSha256 = await this.spend(query.get('state') ?? '', browser ?? '');
    if (nonceSha256 === undefined) return { kind: 'state' };
    const problem = query.get('error');
    if (problem === 'access_denied') return { kind: 'cancelled' };
    if (problem !== null) return { kind: 'refused', word: WORD.test(problem) ? problem : 'unknown_error' };
    const { identity, name } = await this.identify(query.get('code') ?? '', nonceSha256);
    const installed = await this.isInstalled(identity);
    if (!installed) return { kind: 'not-installed' };
    const { role, why } = await this.roles.roleOf({ workspaceId: identity.workspaceId }, identity.userId);
    if (role === undefined) return { kind: 'nobody', why };
    const token = await this.sessions.begin(identity, name, before);
    return token === undefined ? { kind: 'not-installed' } : { kind: 'signed-in', token };
  }

  /** @returns the hash of its nonce; undefined where it is not this browser's, or over. Of many at once, one gets it */
  private async spend(state: string, browser: string): Promise<Buffer | undefined> {
    const [rows]: [{ nonce: Buffer }[], number] = await this.dataSource.query(
      `DELETE FROM console_sign_in WHERE state_sha256 = $1 AND browser_sha256 = $2 AND expires_at > clock_now()
       RETURNING nonce_sha256 AS nonce`,
      [sha256(state), sha256(browser)],
    );
    return rows[0]?.nonce;
  }

  /** Slack's token is for this one question; nothing of it is kept. */
  private async identify(code: string, nonceSha256: Buffer): Promise<{ identity: Identity; name: string }> {
    const { clientId, clientSecret } = this.oauth;
    const answer = await this.clients.withToken().openid.connect.token({
      client_id: clientId,
      client_secret: clientSecret,
      code,
      redirect_uri: this.redirectUri,
    });
    const now = this.clock.now();
    const identity = readIdToken(answer.id_token ?? '', { clientId, nonceSha256, now });
    const slack = this.clients.withToken(answer.access_token);
    const info = await slack.openid.connect.userInfo();
    if (info['https://slack.com/user_id'] !== identity.userId) {
      throw new Error('Slack’s userInfo tells of another person than its id_token');
    }
    await slack.auth.revoke().catch((err: unknown) => {
      this.log.warn({ err, workspace: identity.workspaceId }, 'A sign-in’s token could not be ended');
    });
    return { identity, name: (info.name ?? identity.userId).slice(0, MOST_NAME) };
  }

  private async isInstalled({ workspaceId }: Identity): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(
      `SELECT FROM workspace w JOIN installation i ON i.id = w.installation_id
       WHERE w.id = $1 AND w.ended_at IS NULL AND i.state = 'active'`,
      [workspaceId],
    );
    return rows.length > 0;
  }

  private get oauth() {
    const { oauth } = this.config.slack;
    if (oauth === undefined) throw new Error('Without a client id and secret nobody signs in');
    return oauth;
  }

  private get redirectUri(): string {
    return `${this.config.publicUrl}/console/signed-in`;
  }
}

/** The page to which a sign-in leads, by its state. */
export const pageIn = (state: string): PagePath => pageOf(`/console/${state.split('.')[1] ?? ''}`);

const secret = () => randomBytes(32).toString('base64url');

/** Slack's word, where it refused. */
export const wordOf = (error: Error) => (error instanceof WebAPIPlatformError ? error.data.error : undefined);
