import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { Log } from '../platform/logging/log.js';
import { SlackClients, slackFailure } from '../slack/index.js';
import { Installations } from './installations.service.js';

/** SLACK_BOT_TOKEN could not be used. */
export class BotTokenError extends Error {
  readonly code = 'bot_token';
}

/** With SLACK_BOT_TOKEN set, the one internal workspace is installed at start, from what auth.test says. */
@Injectable()
export class InternalWorkspace implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly clients: SlackClients,
    private readonly installations: Installations,
    private readonly log: Log,
  ) {}

  async onApplicationBootstrap() {
    const token = this.config.slack.botToken;
    if (token === undefined) return;
    try {
      const who = await this.clients.withToken(token).auth.test();
      if (!who.team_id || !who.bot_id || !who.user_id) {
        throw new BotTokenError('SLACK_BOT_TOKEN is not a bot’s token; take the one that starts with xoxb-');
      }
      await this.installations.install({
        team: { id: who.team_id, name: who.team ?? who.team_id },
        enterpriseId: who.enterprise_id,
        bot: { token, id: who.bot_id, userId: who.user_id, scopes: who.response_metadata?.scopes ?? [] },
      });
    } catch (error) {
      if (error instanceof BotTokenError) throw error;
      const failure = slackFailure(error);
      if (failure.kind !== 'retry') {
        throw new BotTokenError(
          `Slack refuses SLACK_BOT_TOKEN (${failure.words}); copy it again from "OAuth & Permissions"`,
        );
      }
      // An earlier start has stored the installation; without one, the next start makes it.
      this.log.warn(
        { reason: failure.words },
        'Slack could not be asked about SLACK_BOT_TOKEN; going on with what is stored',
      );
    }
  }
}
