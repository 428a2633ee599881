import { Injectable } from '@nestjs/common';
import { WebAPIPlatformError } from '@slack/web-api';
import { Config } from '../platform/config/config.js';
import { Log } from '../platform/logging/log.js';
import { SlackClients } from '../slack/index.js';
import { type AccessAnswer, type Grant, readGrant } from './domain/grant.js';
import { type Installed, Installations } from './installations.service.js';
import { OAuthStateError, OAuthStates, type StateProblem } from './oauth-states.js';
import { Organisations } from './organisations.js';
import { botScopes, userScopes } from './scopes.js';

export type InstallOutcome =
  | ({ kind: 'installed'; userId?: string } & Installed)
  | { kind: 'cancelled' }
  | { kind: 'state'; problem: StateProblem | 'missing' }
  /** An organisation's installation covers the workspace already. */
  | { kind: 'covered' }
  /** Slack's own word. */
  | { kind: 'refused'; word: string }
  | { kind: 'failed'; error: Error };

/** Slack's words on the way back from its authorize page, or for the exchange of the code. */
const WORD = /^[a-z_]{1,64}$/;
const COVERED = 'cannot_install_an_org_installed_app';

/** Add to Slack (ADR 0022). There when the process has a client id and secret. */
@Injectable()
export class Installer {
  constructor(
    private readonly config: Config,
    private readonly installations: Installations,
    private readonly organisations: Organisations,
    private readonly states: OAuthStates,
    private readonly clients: SlackClients,
    private readonly log: Log,
  ) {}

  get available(): boolean {
    return this.config.slack.oauth !== undefined;
  }

  /** @returns Slack's authorize page, with a state bound to this browser */
  async begin(browser: string, { organisation }: { organisation: boolean }): Promise<string> {
    const { clientId, authorizeUrl } = this.oauth;
    const url = new URL(authorizeUrl);
    const scopes = botScopes(this.config, organisation).map(({ scope }) => scope);
    const people = userScopes(this.config).map(({ scope }) => scope);
    url.searchParams.set('client_id', clientId);
    url.searchParams.set('scope', scopes.join(','));
    if (people.length > 0) url.searchParams.set('user_scope', people.join(','));
    url.searchParams.set('redirect_uri', this.redirectUri);
    url.searchParams.set('state', await this.states.begin(browser, { organisation }));
    return url.href;
  }

  /** What became of a callback. Never throws. */
  async finish(query: URLSearchParams, browser: string | undefined): Promise<InstallOutcome> {
    try {
      return await this.walk(query, browser);
    } catch (error) {
      if (error instanceof OAuthStateError) return { kind: 'state', problem: error.problem };
      if (error instanceof WebAPIPlatformError) {
        const word = error.data.error;
        return word === COVERED ? { kind: 'covered' } : { kind: 'refused', word };
      }
      return { kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  private async walk(query: URLSearchParams, browser: string | undefined): Promise<InstallOutcome> {
    const problem = query.get('error');
    if (problem === 'access_denied') return { kind: 'cancelled' };
    const state = query.get('state') ?? '';
    if (state === '') return { kind: 'state', problem: 'missing' };
    await this.states.spend(state, browser);
    if (problem !== null) return { kind: 'refused', word: WORD.test(problem) ? problem : 'unknown_error' };
    const grant = await this.exchange(query.get('code') ?? '');
    const installed = await this.installations.install(grant);
    if (grant.team === undefined) await this.takeWorkspaces(installed);
    return { kind: 'installed', ...installed, userId: grant.installerId };
  }

  private async exchange(code: string): Promise<Grant> {
    const { clientId, clientSecret } = this.oauth;
    const answer = (await this.clients.withToken().oauth.v2.access({
      client_id: clientId,
      client_secret: clientSecret,
      code,
      redirect_uri: this.redirectUri,
    })) as AccessAnswer;
    // Only it knows the bot's own id.
    const bot = await this.clients.withToken(answer.access_token).auth.test();
    return readGrant(answer, bot.bot_id ?? '');
  }

  /** Where the app was before, an organisation's workspaces are there already; later ones are told of by events. */
  private async takeWorkspaces({ owner }: Installed): Promise<void> {
    try {
      await this.organisations.reconcile(owner);
    } catch (err) {
      this.log.warn(
        { err, organisation: owner.workspaceId },
        'Could not ask for an organisation’s workspaces; the upkeep will',
      );
    }
  }

  private get oauth() {
    const { oauth } = this.config.slack;
    if (oauth === undefined) throw new Error('Without a client id and secret nobody installs');
    return oauth;
  }

  private get redirectUri(): string {
    return `${this.config.publicUrl}/slack/oauth_redirect`;
  }
}
