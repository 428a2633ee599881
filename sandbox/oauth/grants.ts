import { createHash, randomBytes } from 'node:crypto';
import type { Installation, SlackApp } from '../workspace/model.js';
import type { World } from '../workspace/world.js';
import { forgetExpired } from './forget-expired.js';
import type { Grant } from './grant.js';
import type { Installs } from './installs.js';

export type { Grant } from './grant.js';

export type ExchangeError =
  | 'invalid_code'
  | 'code_already_used'
  | 'bad_redirect_uri'
  | 'oauth_authorization_url_mismatch'
  | 'pkce_not_allowed'
  | 'invalid_code_verifier'
  | 'cannot_install_an_org_installed_app';

const CODE_LIFETIME_MS = 10 * 60_000;

/** The codes that the authorize page hands out: ten minutes, one use (facts, section 10). */
export class Grants {
  private readonly codes = new Map<string, { grant: Grant; expiresAt: number; used: boolean }>();

  constructor(
    private readonly world: World,
    private readonly installs: Installs,
  ) {}

  issueCode(grant: Grant): string {
    const digits = () => String(1e11 + (randomBytes(4).readUInt32BE() % 9e10));
    // A code whose time is over is as good as unknown, so nobody can tell that it is gone.
    forgetExpired(this.codes, this.world.timer.now());
    const code = `${digits()}.${digits()}.${randomBytes(32).toString('hex')}`;
    this.codes.set(code, { grant, expiresAt: this.world.timer.now() + CODE_LIFETIME_MS, used: false });
    return code;
  }

  /** Uses the code up and installs the app. A refused exchange leaves the code as it was. */
  exchange(
    code: string,
    app: SlackApp,
    proof: { redirectUri: string; codeVerifier: string; userOnly: boolean },
  ): { installation: Installation; grant: Grant } | ExchangeError {
    const known = this.codes.get(code);
    if (!known || known.grant.appId !== app.id || this.world.timer.now() > known.expiresAt)
      return 'invalid_code';
    if (known.used) return 'code_already_used';
    if (known.grant.userOnly !== proof.userOnly) return 'oauth_authorization_url_mismatch';
    if (known.grant.redirectUri !== proof.redirectUri) return 'bad_redirect_uri';
    if (proof.codeVerifier !== '' && !app.pkce) return 'pkce_not_allowed';
    const challenge = createHash('sha256').update(proof.codeVerifier).digest('base64url');
    if (known.grant.codeChallenge !== undefined && known.grant.codeChallenge !== challenge)
      return 'invalid_code_verifier';
    const enterpriseId = this.world.teams.get(known.grant.teamId)?.enterpriseId;
    if (this.world.installations.has(`${app.id}/${enterpriseId ?? ''}`))
      return 'cannot_install_an_org_installed_app';
    known.used = true;
    return { installation: this.installs.install(app, known.grant), grant: known.grant };
  }

  clear(): void {
    this.codes.clear();
  }
}
