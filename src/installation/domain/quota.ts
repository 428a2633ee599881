/** What a workspace may use, so that none takes the place of all. */
export interface Quotas {
  /** Accepted from other systems. */
  notificationsPerMinute: number;
  /** Of what they sent, as stored. */
  bytesPerDay: number;
  /** API keys that are not revoked. */
  keys: number;
}

/** What is counted in windows of time. */
export type Metered = 'notifications' | 'bytes';

const MINUTE_S = 60;
const DAY_S = 24 * 60 * 60;

export const WINDOW_S: Readonly<Record<Metered, number>> = { notifications: MINUTE_S, bytes: DAY_S };

export const limitOf = (quotas: Quotas, what: Metered): number =>
  what === 'notifications' ? quotas.notificationsPerMinute : quotas.bytesPerDay;

export interface Usage {
  what: Metered;
  /** In the window, what is asked for now included. */
  used: number;
  asked: number;
  /** When the window began. */
  since: Date;
}

export interface Refusal {
  /** For people: which limit, and when there is room again. */
  detail: string;
  /** Whole seconds, at least one. */
  retryAfterS: number;
}

/**
 * A request that begins below the limit is taken as a whole, though it may end above: a batch that is larger than the
 * limit would never be taken otherwise.
 */
export function judge(quotas: Quotas, { what, used, asked, since }: Usage, now: Date): Refusal | undefined {
  const limit = limitOf(quotas, what);
  if (used - asked < limit) return undefined;
  const endsAt = since.getTime() + WINDOW_S[what] * 1_000;
  const retryAfterS = Math.max(1, Math.ceil((endsAt - now.getTime()) / 1_000));
  const unit = what === 'notifications' ? `${limit} notifications a minute` : `${limit} bytes a day`;
  return {
    detail: `This workspace may send ${unit}, and has. Nothing of this request was taken; send it again in ${retryAfterS} s. Whoever runs the service can raise the limit.`,
    retryAfterS,
  };
}
