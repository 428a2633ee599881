import { Injectable } from '@nestjs/common';
import { InstallProvider, type Installation, type OrgInstallation } from '@slack/oauth';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Config } from '../platform/config/config.js';
import { Log } from '../platform/logging/log.js';
import { SlackClients, slackLogger } from '../slack/index.js';
import { Installations } from './installations.service.js';
import { OAuthStateError, OAuthStates, type StateProblem } from './oauth-states.js';
import { BOT_SCOPES } from './scopes.js';

export type InstallOutcome =
  | { kind: 'installed'; teamId: string; teamName: string; appId?: string }
  | { kind: 'cancelled' }
  | { kind: 'organisation'; name: string }
  | { kind: 'state'; problem: StateProblem | 'missing' | 'other-browser' }
  | { kind: 'failed'; error: Error };

/** Add to Slack, through @slack/oauth with our stores. There when the process has a client id and secret. */
@Injectable()
export class Installer {
  private readonly provider?: InstallProvider;

  constructor(
    private readonly config: Config,
    private readonly installations: Installations,
    private readonly states: OAuthStates,
    clients: SlackClients,
    log: Log,
  ) {
    const oauth = config.slack.oauth;
    if (oauth === undefined) return;
    const { logger: _logger, ...clientOptions } = clients.options();
    this.provider = new InstallProvider({
      clientId: oauth.clientId,
      clientSecret: oauth.clientSecret,
      authorizationUrl: oauth.authorizeUrl,
      directInstall: true,
      stateStore: states,
      installationStore: {
        storeInstallation: (installation) => this.store(installation),
        // Tokens are read through Installations, never through the library.
        fetchInstallation: () => Promise.reject(new Error('Ask Installations for tokens')),
      },
      clientOptions,
      logger: slackLogger(log),
    });
  }

  get available(): boolean {
    return this.provider !== undefined;
  }

  /** Sends the browser to Slack's authorize page, with a state bound to it by a cookie. */
  async begin(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await this.provider?.handleInstallPath(request, response, undefined, {
      scopes: BOT_SCOPES.map(({ scope }) => scope),
      redirectUri: `${this.config.publicUrl}/slack/oauth_redirect`,
    });
  }

  /** What became of a callback. Sets the cookie headers; the page is the caller's. */
  finish(request: IncomingMessage, response: ServerResponse): Promise<InstallOutcome> {
    return new Promise((resolve, reject) => {
      const organisation = (installation: Installation | OrgInstallation) => {
        if (!installation.isEnterpriseInstall) return true;
        resolve({ kind: 'organisation', name: installation.enterprise?.name ?? 'this organisation' });
        return false;
      };
      this.provider
        ?.handleCallback(request, response, {
          afterInstallation: (installation) => Promise.resolve(organisation(installation)),
          success: ({ team, appId }) =>
            resolve({
              kind: 'installed',
              teamId: team?.id ?? '',
              teamName: team?.name ?? team?.id ?? '',
              appId,
            }),
          failureAsync: async (error) => resolve(await this.outcomeOf(error, request)),
        })
        .catch(reject);
    });
  }

  private async store(installation: Installation): Promise<void> {
    const { team, bot, enterprise, appId, user } = installation;
    if (team === undefined || bot === undefined)
      throw new Error('Slack granted no bot token for a workspace');
    await this.installations.install({
      team: { id: team.id, name: team.name ?? team.id },
      enterpriseId: enterprise?.id,
      appId,
      bot: { token: bot.token, id: bot.id, userId: bot.userId, scopes: bot.scopes },
      installerId: user.id,
    });
  }

  private async outcomeOf(
    error: Error & { code?: string },
    request: IncomingMessage,
  ): Promise<InstallOutcome> {
    const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
    if (query.get('error') === 'access_denied') return { kind: 'cancelled' };
    if (error instanceof OAuthStateError) return { kind: 'state', problem: error.problem };
    const state = query.get('state');
    if (state === null || state === '') return { kind: 'state', problem: 'missing' };
    if (error.code === 'slack_oauth_invalid_state') {
      // The library compares the browser's cookie first, which it deletes after one use: our row knows more.
      return { kind: 'state', problem: (await this.states.problemOf(state)) ?? 'other-browser' };
    }
    return { kind: 'failed', error };
  }
}
