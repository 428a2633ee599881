import { mintToken, randomId } from '../workspace/ids.js';
import type { SlackApp, Token, TokenKind } from '../workspace/model.js';
import type { World } from '../workspace/world.js';

/** What an expiring token comes with, in the answer's own words. */
export interface Renewal {
  expires_in: number;
  refresh_token: string;
}

/** Who a token speaks for. */
export interface Principal {
  kind: TokenKind;
  teamId: string;
  userId: string;
}

interface RefreshToken extends Principal {
  appId: string;
  scopes: string[];
  usedAt?: number;
  /** A public client's lasts 30 days, any other's for ever (facts, section 10). */
  expiresAt: number;
}

const EXPIRES_IN_S = 43_200;
const PUBLIC_REFRESH_MS = 30 * 24 * 3_600_000;
/** *Unverified*: the facts only say "a short grace". */
const GRACE_MS = 60_000;
const MAX_LIVE = 2;
/**
 * Slack knows a dead token for ever, and says of which kind its death was. Here the oldest of them go, for a run may
 * rotate for days; a call with one then gets `invalid_auth`.
 */
const MAX_DEAD = 1000;
/** Unused refresh tokens of one principal: each answer brings one, and Slack names no bound (*unverified*). */
const MAX_UNUSED = 100;

/** Access tokens and the refresh tokens that renew them (facts, section 10). */
export class Tokens {
  private readonly refreshTokens = new Map<string, RefreshToken>();
  /** The keys of dead access tokens, oldest first. */
  private readonly dead = new Set<string>();

  constructor(private readonly world: World) {}

  /** A new token; where the app rotates its tokens, one that expires. */
  mint(app: SlackApp, who: Principal, scopes: string[]): Token {
    const plain = mintToken(who.kind === 'bot' ? 'xoxb' : 'xoxp', who.teamId);
    const token: Token = {
      token: app.tokenRotation ? `xoxe.${plain}` : plain,
      kind: who.kind,
      appId: app.id,
      teamId: who.teamId,
      userId: who.userId,
      scopes,
      state: 'live',
      ...(app.tokenRotation ? { expiresAt: this.world.timer.now() + EXPIRES_IN_S * 1000 } : {}),
    };
    this.world.tokens.set(token.token, token);
    this.retireAllBut(MAX_LIVE, token);
    return token;
  }

  /** What goes with an expiring token; nothing with any other. */
  renewal(app: SlackApp, token: Token): Renewal | undefined {
    if (token.expiresAt === undefined) return undefined;
    const { kind, teamId, userId, scopes } = token;
    const value = `xoxe-1-${randomId(48)}`;
    this.forgetRefreshTokens(app.id, token);
    this.refreshTokens.set(value, {
      appId: app.id,
      kind,
      teamId,
      userId,
      scopes,
      expiresAt: app.pkce ? this.world.timer.now() + PUBLIC_REFRESH_MS : Infinity,
    });
    return { expires_in: EXPIRES_IN_S, refresh_token: value };
  }

  /** A new token for a refresh token: once, and again within the grace for an answer that got lost. */
  refresh(app: SlackApp, given: string, only?: TokenKind): Token | undefined {
    const known = this.refreshTokens.get(given);
    const now = this.world.timer.now();
    if (!known || known.appId !== app.id || now > known.expiresAt) return undefined;
    if (only !== undefined && known.kind !== only) return undefined;
    if (known.usedAt !== undefined && now > known.usedAt + GRACE_MS) return undefined;
    const installation = this.world.installations.get(`${app.id}/${known.teamId}`);
    if (!installation) return undefined;
    known.usedAt ??= now;
    const token = this.mint(app, known, known.scopes);
    if (known.kind === 'bot') installation.botToken = token.token;
    else installation.userTokens.set(known.userId, token.token);
    this.world.touch();
    return token;
  }

  /** Ends one token, with the error that later calls get: a dead bot's, or a person's who took it back. */
  end(token: Token | undefined): void {
    if (token?.state === 'live')
      this.bury(token, token.kind === 'bot' ? 'account_inactive' : 'token_revoked');
  }

  /** Ends a token that another has replaced, or that was given back: it dies as a person's does. */
  revoke(token: Token): void {
    this.bury(token, 'token_revoked');
  }

  /** Ends every token of an installation and its refresh tokens. */
  endAll(appId: string, teamId: string): void {
    for (const token of this.world.tokens.values()) {
      if (token.appId === appId && token.teamId === teamId) this.end(token);
    }
    for (const [value, token] of this.refreshTokens) {
      if (token.appId === appId && token.teamId === teamId) this.refreshTokens.delete(value);
    }
  }

  clear(): void {
    this.refreshTokens.clear();
    this.dead.clear();
  }

  private bury(token: Token, state: 'account_inactive' | 'token_revoked'): void {
    token.state = state;
    this.dead.add(token.token);
    for (const oldest of this.dead) {
      if (this.dead.size <= MAX_DEAD) return;
      this.dead.delete(oldest);
      this.world.tokens.delete(oldest);
    }
  }

  /** Those that nobody would be given anything for any more, and the oldest unused ones of this principal. */
  private forgetRefreshTokens(appId: string, like: Principal): void {
    const now = this.world.timer.now();
    const unused: string[] = [];
    for (const [value, token] of this.refreshTokens) {
      const { usedAt, expiresAt } = token;
      if (now > expiresAt || (usedAt !== undefined && now > usedAt + GRACE_MS))
        this.refreshTokens.delete(value);
      else if (token.appId === appId && samePrincipal(token, like) && usedAt === undefined)
        unused.push(value);
    }
    for (const value of unused.slice(0, Math.max(0, unused.length - MAX_UNUSED + 1))) {
      this.refreshTokens.delete(value);
    }
  }

  /** Of expiring tokens for one principal, the newest few live on. The dead ones' error is *unverified*. */
  private retireAllBut(count: number, like: Token): void {
    if (like.expiresAt === undefined) return;
    const live = [...this.world.tokens.values()].filter(
      (token) =>
        token.state === 'live' &&
        token.expiresAt !== undefined &&
        token.appId === like.appId &&
        samePrincipal(token, like),
    );
    for (const token of live.slice(0, -count)) this.revoke(token);
  }
}

function samePrincipal(a: Principal, b: Principal): boolean {
  return a.kind === b.kind && a.teamId === b.teamId && a.userId === b.userId;
}
