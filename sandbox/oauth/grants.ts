import { randomBytes } from 'node:crypto';
import { mintId, mintToken } from '../workspace/ids.js';
import type { Installation, SlackApp, Token, TokenKind, User } from '../workspace/model.js';
import type { World } from '../workspace/world.js';

/** What a person allowed on the authorize page. */
export interface Grant {
  appId: string;
  teamId: string;
  userId: string;
  scopes: string[];
  userScopes: string[];
  /** Empty where the request named none; must come again, the same, in the exchange. */
  redirectUri: string;
}

export type ExchangeError = 'invalid_code' | 'code_already_used' | 'bad_redirect_uri';

const CODE_LIFETIME_MS = 10 * 60_000;

/** Codes, installations and tokens: how an app gets into a workspace, and out again (facts, section 10). */
export class Grants {
  private readonly codes = new Map<string, { grant: Grant; expiresAt: number; used: boolean }>();

  constructor(private readonly world: World) {}

  /** A code for this grant: ten minutes, one use. */
  issueCode(grant: Grant): string {
    const digits = () => String(1e11 + (randomBytes(4).readUInt32BE() % 9e10));
    const code = `${digits()}.${digits()}.${randomBytes(32).toString('hex')}`;
    this.codes.set(code, { grant, expiresAt: this.world.timer.now() + CODE_LIFETIME_MS, used: false });
    return code;
  }

  /** Uses the code up and installs the app. */
  exchange(
    code: string,
    app: SlackApp,
    redirectUri: string,
  ): { installation: Installation; grant: Grant } | ExchangeError {
    const known = this.codes.get(code);
    if (!known || known.grant.appId !== app.id || this.world.timer.now() > known.expiresAt)
      return 'invalid_code';
    if (known.used) return 'code_already_used';
    if (known.grant.redirectUri !== redirectUri) return 'bad_redirect_uri';
    known.used = true;
    return { installation: this.install(app, known.grant), grant: known.grant };
  }

  /** Scopes only ever add up; a bot keeps its user, its id and its token until it is removed. */
  private install(app: SlackApp, grant: Grant): Installation {
    const key = `${app.id}/${grant.teamId}`;
    let installation = this.world.installations.get(key);
    if (!installation) {
      const bot = this.botUser(app, grant.teamId);
      const token = this.token('bot', app.id, grant.teamId, bot.id, grant.scopes);
      installation = {
        appId: app.id,
        teamId: grant.teamId,
        botUserId: bot.id,
        botId: bot.botId ?? '',
        botToken: token.token,
        installedBy: grant.userId,
        scopes: [],
        userTokens: new Map(),
      };
      this.world.installations.set(key, installation);
    }
    installation.installedBy = grant.userId;
    installation.scopes = union(installation.scopes, grant.scopes);
    const botToken = this.world.tokens.get(installation.botToken);
    if (botToken) botToken.scopes = installation.scopes;
    if (grant.userScopes.length > 0) {
      const known = this.world.tokens.get(installation.userTokens.get(grant.userId) ?? '');
      const token = known ?? this.token('user', app.id, grant.teamId, grant.userId, []);
      token.scopes = union(token.scopes, grant.userScopes);
      installation.userTokens.set(grant.userId, token.token);
    }
    this.world.touch();
    return installation;
  }

  /** Ends the app's stay in the workspace: its tokens die and its bot leaves every channel. */
  uninstall(installation: Installation): void {
    this.endToken(this.world.tokens.get(installation.botToken));
    for (const token of installation.userTokens.values()) this.endToken(this.world.tokens.get(token));
    for (const channel of this.world.channelsOf(installation.teamId)) {
      if (channel.kind !== 'im') channel.members.delete(installation.botUserId);
    }
    const bot = this.world.users.get(installation.botUserId);
    if (bot) bot.deleted = true;
    this.world.installations.delete(`${installation.appId}/${installation.teamId}`);
    this.world.touch();
  }

  endToken(token: Token | undefined): void {
    if (token) token.state = token.kind === 'bot' ? 'account_inactive' : 'token_revoked';
  }

  clear(): void {
    this.codes.clear();
  }

  private token(kind: TokenKind, appId: string, teamId: string, userId: string, scopes: string[]): Token {
    const prefix = kind === 'bot' ? 'xoxb' : 'xoxp';
    const token: Token = {
      token: mintToken(prefix, teamId),
      kind,
      appId,
      teamId,
      userId,
      scopes,
      state: 'live',
    };
    this.world.tokens.set(token.token, token);
    return token;
  }

  /** The app's bot user in the team: the one from an earlier stay comes back. */
  private botUser(app: SlackApp, teamId: string): User {
    const known = this.world.usersOf(teamId).find((user) => user.appId === app.id);
    if (known) {
      known.deleted = false;
      return known;
    }
    const user: User = {
      id: mintId('U'),
      teamId,
      name: app.name.toLowerCase().replace(/[^a-z0-9]+/g, ''),
      realName: app.name,
      email: '',
      title: '',
      isAdmin: false,
      isBot: true,
      deleted: false,
      tz: 'America/Los_Angeles',
      tzLabel: 'Pacific Standard Time',
      tzOffset: -28_800,
      color: '2c6ecb',
      updated: Math.floor(this.world.timer.now() / 1000),
      appId: app.id,
      botId: mintId('B'),
    };
    this.world.users.set(user.id, user);
    return user;
  }
}

function union(a: string[], b: string[]): string[] {
  return [...new Set([...a, ...b])];
}
