import { mintId, randomId } from '../workspace/ids.js';
import type { IncomingWebhook, Installation, SlackApp, User } from '../workspace/model.js';
import { personOf } from '../workspace/seed-builders.js';
import type { World } from '../workspace/world.js';
import type { Grant } from './grant.js';
import type { Tokens } from './tokens.js';

/** How an app gets into a workspace or an organisation, and out again (facts, section 10). */
export class Installs {
  constructor(
    private readonly world: World,
    private readonly tokens: Tokens,
  ) {}

  /**
   * Scopes only ever add up; a bot keeps its user, its id and, unless tokens rotate, its token until it is removed or
   * the token is revoked. Who grants no bot scope gets no bot. An organisation's app is in none of its workspaces until
   * an admin adds it.
   */
  install(app: SlackApp, grant: Grant): Installation {
    const { world, tokens } = this;
    const { teamId, userId } = grant;
    const installation = world.installations.get(`${app.id}/${teamId}`) ?? this.begin(app, teamId);
    installation.installedBy = userId;
    if (grant.scopes.length > 0) this.giveBot(app, installation, grant.scopes);
    if (grant.userScopes.length > 0) {
      const known = world.tokens.get(installation.userTokens.get(userId) ?? '');
      const scopes = union(known?.scopes ?? [], grant.userScopes);
      const keep = known?.state === 'live' && !app.tokenRotation;
      const token = keep ? known : tokens.mint(app, { kind: 'user', teamId, userId }, scopes);
      token.scopes = scopes;
      installation.userTokens.set(userId, token.token);
    }
    world.touch();
    return installation;
  }

  /** A webhook of its own for each grant of `incoming-webhook`. */
  addWebhook(installation: Installation, channelId: string, userId: string): IncomingWebhook {
    const teamId = this.world.channels.get(channelId)?.teamId ?? installation.teamId;
    const id = mintId('B');
    const path = `/services/${teamId}/${id}/${randomId(24)}`;
    const webhook = { id, path, appId: installation.appId, teamId, channelId, userId };
    this.world.webhooks.set(path, webhook);
    return webhook;
  }

  /** Ends the app's stay: its tokens and webhooks die and its bot leaves every channel. */
  uninstall(installation: Installation): void {
    const { appId, teamId } = installation;
    this.tokens.endAll(appId, teamId);
    this.silenceBot(installation);
    this.world.installations.delete(`${appId}/${teamId}`);
    this.world.touch();
  }

  /** What the loss of a bot token that doesn't rotate means: no memberships, no webhooks. */
  silenceBot(installation: Installation): void {
    for (const channel of this.world.channels.values()) {
      if (channel.kind !== 'im') channel.members.delete(installation.botUserId);
    }
    for (const [path, webhook] of this.world.webhooks) {
      const here = installation.teamId === webhook.teamId || installation.grantedTeamIds.has(webhook.teamId);
      if (webhook.appId === installation.appId && here) this.world.webhooks.delete(path);
    }
    const bot = this.world.users.get(installation.botUserId);
    if (bot) bot.deleted = true;
  }

  /** A bot, and a token of its own that works: the one it has, or another where that one is dead or expires. */
  private giveBot(app: SlackApp, installation: Installation, scopes: string[]): void {
    const { teamId, isEnterpriseInstall, grantedTeamIds } = installation;
    const bot = this.botUser(app, teamId);
    if (isEnterpriseInstall) Object.assign(bot, { enterpriseId: teamId, teamIds: grantedTeamIds });
    installation.botUserId = bot.id;
    installation.botId = bot.botId ?? '';
    installation.scopes = union(installation.scopes, scopes);
    const known = this.world.tokens.get(installation.botToken);
    const keep = known?.state === 'live' && !app.tokenRotation;
    const who = { kind: 'bot', teamId, userId: bot.id } as const;
    const token = keep ? known : this.tokens.mint(app, who, installation.scopes);
    token.scopes = installation.scopes;
    installation.botToken = token.token;
  }

  private begin(app: SlackApp, teamId: string): Installation {
    const wide = this.world.enterprises.has(teamId);
    const installation: Installation = {
      appId: app.id,
      teamId,
      enterpriseId: wide ? teamId : (this.world.teams.get(teamId)?.enterpriseId ?? null),
      isEnterpriseInstall: wide,
      grantedTeamIds: new Set(wide ? [] : [teamId]),
      botUserId: '',
      botId: '',
      botToken: '',
      installedBy: '',
      scopes: [],
      userTokens: new Map(),
    };
    this.world.installations.set(`${app.id}/${teamId}`, installation);
    return installation;
  }

  /** The app's bot user there: the one from an earlier stay comes back. */
  private botUser(app: SlackApp, teamId: string): User {
    const known = [...this.world.users.values()].find(
      (user) => user.appId === app.id && user.teamId === teamId,
    );
    if (known) {
      known.deleted = false;
      return known;
    }
    const name = app.name.toLowerCase().replace(/[^a-z0-9]+/g, '');
    const user = personOf(teamId, '')(mintId('U'), name, app.name, '', {
      email: '',
      isBot: true,
      tz: 'America/Los_Angeles',
      tzLabel: 'Pacific Standard Time',
      tzOffset: -28_800,
      color: '2c6ecb',
      updated: Math.floor(this.world.timer.now() / 1000),
      appId: app.id,
      botId: mintId('B'),
    });
    this.world.users.set(user.id, user);
    return user;
  }
}

function union(a: string[], b: string[]): string[] {
  return [...new Set([...a, ...b])];
}
