import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import type { JsonObject } from '../json.js';
import { forgetExpired } from '../oauth/forget-expired.js';
import type { Timer } from '../timer.js';
import { randomId } from '../workspace/ids.js';
import type { SlackApp, User } from '../workspace/model.js';
import { personalClaims } from './claims.js';

/** What a person allowed on Sign in with Slack's page. */
export interface SignIn {
  appId: string;
  teamId: string;
  userId: string;
  scopes: string[];
  redirectUri: string;
  nonce: string;
}

/** What Slack puts into `iss`, whatever its address. */
export const ISSUER = 'https://slack.com';

/** *Unverified*, both: the facts give ten minutes for the codes of ordinary installations. */
const CODE_LIFETIME_MS = 10 * 60_000;
const ID_TOKEN_LIFETIME_S = 300;
/** Slack says of no end to a sign-in's token (*unverified*). Here the oldest go, for a run may sign in for days. */
const MAX_TOKENS = 1000;
const KEY_ID = 'sandbox-1';

/** The codes and tokens of Sign in with Slack, and the key under its id_tokens (facts, section 10). */
export class SignIns {
  private readonly codes = new Map<string, { signIn: SignIn; expiresAt: number; used: boolean }>();
  private readonly tokens = new Map<string, SignIn>();
  private keys?: { privateKey: KeyObject; publicKey: KeyObject };

  /** @param appTimer the time by which the app judges a token's age */
  constructor(
    private readonly timer: Timer,
    private readonly appTimer: Timer,
  ) {}

  issueCode(signIn: SignIn): string {
    forgetExpired(this.codes, this.timer.now());
    const code = randomBytes(32).toString('hex');
    this.codes.set(code, { signIn, expiresAt: this.timer.now() + CODE_LIFETIME_MS, used: false });
    return code;
  }

  /** Uses the code up. */
  redeem(
    code: string,
    app: SlackApp,
    redirectUri: string,
  ): { signIn: SignIn; accessToken: string } | 'invalid_code' | 'code_already_used' | 'bad_redirect_uri' {
    const known = this.codes.get(code);
    if (!known || known.signIn.appId !== app.id || this.timer.now() > known.expiresAt) return 'invalid_code';
    if (known.used) return 'code_already_used';
    if (known.signIn.redirectUri !== redirectUri) return 'bad_redirect_uri';
    known.used = true;
    const accessToken = `xoxp-sandbox-${randomId(40)}`;
    this.tokens.set(accessToken, known.signIn);
    for (const oldest of this.tokens.keys()) {
      if (this.tokens.size <= MAX_TOKENS) break;
      this.tokens.delete(oldest);
    }
    return { signIn: known.signIn, accessToken };
  }

  find(accessToken: string): SignIn | undefined {
    return this.tokens.get(accessToken);
  }

  /** Logs out: the token opens nothing any more. */
  end(accessToken: string): void {
    this.tokens.delete(accessToken);
  }

  /** The JWT, RS256, with the claims of facts, section 10. */
  idToken(app: SlackApp, signIn: SignIn, user: User, accessToken: string): string {
    const now = Math.floor(this.appTimer.now() / 1000);
    const claims: JsonObject = {
      iss: ISSUER,
      sub: user.id,
      aud: app.clientId,
      exp: now + ID_TOKEN_LIFETIME_S,
      iat: now,
      auth_time: now,
      ...(signIn.nonce === '' ? {} : { nonce: signIn.nonce }),
      at_hash: createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
      'https://slack.com/team_id': signIn.teamId,
      'https://slack.com/user_id': user.id,
      ...personalClaims(signIn.scopes, user),
    };
    const head = encode({ alg: 'RS256', typ: 'JWT', kid: KEY_ID });
    const signed = `${head}.${encode(claims)}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(this.keyPair.privateKey, 'base64url')}`;
  }

  /** The JWK set at `/openid/connect/keys`. */
  publicKeys(): JsonObject {
    const { kty, n, e } = this.keyPair.publicKey.export({ format: 'jwk' });
    return { keys: [{ kty, n, e, alg: 'RS256', use: 'sig', kid: KEY_ID }] };
  }

  clear(): void {
    this.codes.clear();
    this.tokens.clear();
  }

  /** Made when first asked for: most runs never sign anybody in. */
  private get keyPair(): { privateKey: KeyObject; publicKey: KeyObject } {
    this.keys ??= generateKeyPairSync('rsa', { modulusLength: 2048 });
    return this.keys;
  }
}

function encode(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
