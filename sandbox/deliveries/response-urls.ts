import { randomBytes } from 'node:crypto';
import type { Timer } from '../timer.js';

/** What a `response_url` was handed out for. */
export interface ResponseTarget {
  /** `app`: of a modal's conversation menu. */
  kind: 'actions' | 'commands' | 'app';
  appId: string;
  teamId: string;
  channelId: string;
  userId: string;
  /** The message whose button was pressed; none for a slash command. */
  messageTs?: string;
}

interface Issued {
  target: ResponseTarget;
  expiresAt: number;
  uses: number;
}

const LIFETIME_MS = 30 * 60_000;
const MAX_USES = 5;
/** A bound for long runs, of some 400 bytes each; what goes for it is as if it had never been issued. */
export const MAX_ISSUED = 50_000;

/** `response_url`s: five uses within thirty minutes (facts, section 3). */
export class ResponseUrls {
  private readonly issued = new Map<string, Issued>();

  constructor(private readonly timer: Timer) {}

  /** The URL under `publicUrl`, in the form of Slack's: `/actions/T…/number/secret`. */
  issue(publicUrl: string, target: ResponseTarget): string {
    const number = randomBytes(5).readUIntBE(0, 5);
    const path = `/${target.kind}/${target.teamId}/${number}/${randomBytes(18).toString('base64url')}`;
    this.issued.set(path, { target, expiresAt: this.timer.now() + LIFETIME_MS, uses: 0 });
    if (this.issued.size > MAX_ISSUED) this.issued.delete(this.issued.keys().next().value as string);
    return publicUrl + path;
  }

  /** Counts a use. `undefined` for a URL that was never issued. */
  use(path: string): ResponseTarget | 'expired_url' | 'used_url' | undefined {
    const known = this.issued.get(path);
    if (!known) return undefined;
    if (this.timer.now() > known.expiresAt) return 'expired_url';
    if (known.uses >= MAX_USES) return 'used_url';
    known.uses += 1;
    return known.target;
  }

  clear(): void {
    this.issued.clear();
  }
}
