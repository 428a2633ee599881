import { createHash, timingSafeEqual } from 'node:crypto';

/** Slack's, wherever its API is reached. */
export const ISSUER = 'https://slack.com';
/** Slack's clock and ours may differ by so much. */
const SKEW_S = 120;

const TEAM = 'https://slack.com/team_id';
const USER = 'https://slack.com/user_id';
const TEAM_ID = /^T[A-Z0-9]{1,30}$/;
const USER_ID = /^[UW][A-Z0-9]{1,30}$/;

/** Whom Slack says has signed in. */
export interface Identity {
  workspaceId: string;
  userId: string;
}

export interface Expected {
  clientId: string;
  /** Of the nonce that this sign-in began with. */
  nonceSha256: Buffer;
  now: Date;
}

/** An id_token that can't be taken. */
export class IdTokenError extends Error {
  readonly code = 'id_token';

  /** @param problem in words that hold nothing of the token */
  constructor(readonly problem: string) {
    super(`Slack’s id_token can’t be taken: ${problem}`);
  }
}

/**
 * Who has signed in, when every claim is as it must be. The token comes straight from Slack's token endpoint, over TLS and for our
 * client secret: that stands in the place of its signature (OpenID Connect Core 3.1.3.7, 6).
 * @throws IdTokenError
 */
export function readIdToken(token: string, { clientId, nonceSha256, now }: Expected): Identity {
  const { iss, aud, exp, iat, nonce, sub, [TEAM]: team, [USER]: user } = claimsOf(token);
  const nowS = now.getTime() / 1_000;
  if (iss !== ISSUER) throw new IdTokenError('another issuer');
  if (aud !== clientId) throw new IdTokenError('another audience');
  if (typeof exp !== 'number' || exp + SKEW_S < nowS) throw new IdTokenError('it has expired');
  if (typeof iat !== 'number' || iat - SKEW_S > nowS) throw new IdTokenError('it is from the future');
  if (typeof nonce !== 'string' || !timingSafeEqual(sha256(nonce), nonceSha256)) {
    throw new IdTokenError('the nonce of another sign-in');
  }
  if (typeof team !== 'string' || !TEAM_ID.test(team)) throw new IdTokenError('no workspace');
  if (typeof user !== 'string' || !USER_ID.test(user) || sub !== user) throw new IdTokenError('no person');
  return { workspaceId: team, userId: user };
}

export const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest();

function claimsOf(token: string): Record<string, unknown> {
  const parts = token.split('.');
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
    if (parts.length === 3 && typeof claims === 'object' && claims !== null && !Array.isArray(claims)) {
      return claims as Record<string, unknown>;
    }
  } catch {
    // Not JSON: the same as anything else that is no token.
  }
  throw new IdTokenError('it is none');
}
