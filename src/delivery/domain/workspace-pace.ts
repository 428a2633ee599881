import { isWebhook } from './address.js';
import {
  CAREFUL,
  MINUTE_MS,
  POST_INTERVAL_MS,
  type PostLimits,
  lessBurst,
  lowered,
  perMinuteOf,
  raised,
} from './limits.js';

export const POST = 'chat.postMessage';

/**
 * Posts must have waited for the limit for so long before more is tried: a try that Slack refuses closes the workspace for
 * up to a minute, to critical posts as well.
 */
const PRESSED_MS = 10 * MINUTE_MS;

/** So long after Slack refused, its limit is believed to be what was learned. */
const BELIEVED_MS = 60 * MINUTE_MS;

/** While posts wait for the workspace's limit, and so long after, a share of it is kept for critical ones. */
const CROWDED_MS = 2 * MINUTE_MS;
const KEPT_FOR_CRITICAL = 0.05;

/** One request; its time is that of its answer, once there is one: Slack has counted it by then. */
export interface Begun {
  readonly method: string;
  readonly channel: string;
  at: number;
}

/** Requests of the last minute, nearly in the order of their times. */
class Minute {
  private entries: Begun[] = [];

  add(entry: Begun) {
    this.entries.push(entry);
  }

  remove(entry: Begun) {
    const index = this.entries.lastIndexOf(entry);
    if (index >= 0) this.entries.splice(index, 1);
  }

  count(now: number): number {
    this.forget(now);
    return this.entries.length;
  }

  /** When one more is within `limit`; what is under way counts as now. */
  roomAt(limit: number, now: number): number {
    this.forget(now);
    const over = this.entries.length - limit;
    if (over < 0) return now;
    let latest = -Infinity;
    for (let index = 0; index <= over; index++) latest = Math.max(latest, this.entries[index].at);
    return latest === Infinity ? now + MINUTE_MS : latest + MINUTE_MS;
  }

  private forget(now: number) {
    let gone = 0;
    while (gone < this.entries.length && this.entries[gone].at + MINUTE_MS <= now) gone++;
    if (gone > 0) this.entries.splice(0, gone);
  }
}

/**
 * What a workspace's requests have used of Slack's limits, and so when the next may begin. It lives in one memory, that of
 * the shard's owner. Times are milliseconds of any steady clock, handed in; an earlier one than `now` means now.
 *
 * A request counts from its answer on, and while it is under way: by Slack's own count it can only be earlier, so that
 * nothing is begun that we could know would be refused.
 */
export class WorkspacePace {
  /** By channel: when its allowance is full again (a generic cell rate algorithm's one number). */
  private readonly fullAt = new Map<string, number>();
  private readonly minutes = new Map<string, Minute>();
  /** By method, or method and channel: Slack said to wait until then. */
  private readonly holds = new Map<string, number>();
  /** Channels that refused, by method: a second one makes it the workspace's. */
  private readonly refusals = new Map<string, Map<string, number>>();

  private refusedAt = -Infinity;
  /** Since when posts have waited for the workspace's limit, again and again. */
  private pressedSince?: number;
  /** When a post had to wait for the workspace's limit. */
  private crowdedAt = -Infinity;

  constructor(public limits: PostLimits = CAREFUL) {}

  /** When a post to this channel may begin, the workspace's limit aside. */
  channelAt(channel: string, now: number): number {
    const full = this.fullAt.get(channel);
    const paced = full === undefined ? now : full - (this.limits.burst - 1) * POST_INTERVAL_MS;
    return Math.max(now, paced, this.holds.get(`${POST} ${channel}`) ?? now);
  }

  /** When the channel would be open again if a post were answered at once. */
  restAfter(channel: string, now: number): number {
    const full = Math.max(this.fullAt.get(channel) ?? -Infinity, now) + POST_INTERVAL_MS;
    return Math.max(now, full - (this.limits.burst - 1) * POST_INTERVAL_MS);
  }

  /**
   * When any post may begin in this workspace. A storm that fits into the limit may have it all; one that goes on leaves
   * room for what is critical, which would otherwise be refused.
   */
  workspaceAt(critical: boolean, now: number): number {
    const { perMinute } = this.limits;
    const isCrowded = now - this.crowdedAt < CROWDED_MS;
    const others = isCrowded ? Math.floor(perMinute * (1 - KEPT_FOR_CRITICAL)) : perMinute;
    const roomAt = this.minute(POST).roomAt(critical ? Math.ceil(perMinute * 1.1) : others, now);
    if (roomAt > now) {
      if (!isCrowded) this.pressedSince = undefined;
      this.pressedSince ??= now;
      if (!critical) this.crowdedAt = now;
    }
    return Math.max(now, roomAt, this.holds.get(POST) ?? now);
  }

  /** When a request of another method may begin. */
  methodAt(method: string, channel: string, now: number): number {
    const held = Math.max(this.holds.get(method) ?? now, this.holds.get(`${method} ${channel}`) ?? now);
    return Math.max(now, held, this.minute(method).roomAt(perMinuteOf(method), now));
  }

  begin(method: string, channel: string): Begun {
    const begun = { method, channel, at: Infinity };
    this.minute(method).add(begun);
    return begun;
  }

  /** It was never sent. */
  cancel(begun: Begun): void {
    this.minute(begun.method).remove(begun);
  }

  /** It was answered, or given up. */
  end(begun: Begun, now: number): void {
    begun.at = now;
    if (begun.method !== POST) return;
    // A webhook's limit is its own, and none of the workspace's.
    if (isWebhook(begun.channel)) this.cancel(begun);
    this.useOf(begun.channel, now);
  }

  private useOf(channel: string, at: number): void {
    this.fullAt.set(channel, Math.max(this.fullAt.get(channel) ?? -Infinity, at) + POST_INTERVAL_MS);
  }

  /**
   * Slack said to wait: this method in this channel; and in the workspace once a second channel is refused within the
   * wait of the first.
   * @returns what is held, and what was learned
   */
  refused(
    method: string,
    channel: string,
    waitMs: number,
    now: number,
  ): { channel: string; until: number; learned: boolean } {
    const until = now + waitMs;
    const others = this.refusals.get(method) ?? new Map<string, number>();
    for (const [other, at] of others) if (at <= now) others.delete(other);
    // Every method but the posts is counted by workspace alone.
    const isWorkspaces = method !== POST || [...others.keys()].some((other) => other !== channel);
    others.set(channel, until);
    this.refusals.set(method, others);
    const before = this.limits;
    if (method === POST) {
      this.refusedAt = now;
      this.limits = isWorkspaces
        ? lowered(this.limits, this.minute(POST).count(now))
        : lessBurst(this.limits);
    }
    const held = isWorkspaces ? '' : channel;
    this.hold(method, held, until);
    return {
      channel: held,
      until,
      learned: before.burst !== this.limits.burst || before.perMinute !== this.limits.perMinute,
    };
  }

  /** @param channel '' for the whole workspace */
  hold(method: string, channel: string, until: number): void {
    const key = channel === '' ? method : `${method} ${channel}`;
    this.holds.set(key, Math.max(this.holds.get(key) ?? -Infinity, until));
  }

  /**
   * What another owner had used: a channel is open again at `openAt`, and these posts were answered, the oldest first. Of a
   * burst that it had begun what is left remains.
   */
  remember(channels: { channel: string; openAt: number }[], posts: { channel: string; at: number }[]): void {
    for (const { channel, at } of posts) {
      this.minute(POST).add({ method: POST, channel, at });
      this.useOf(channel, at);
    }
    for (const { channel, openAt } of channels) {
      const full = openAt + (this.limits.burst - 1) * POST_INTERVAL_MS;
      this.fullAt.set(channel, Math.max(this.fullAt.get(channel) ?? -Infinity, full));
    }
  }

  /**
   * Long at the limit, and Slack has refused nothing for longer: a little more is tried.
   * @returns whether anything was learned
   */
  grow(now: number): boolean {
    const { pressedSince } = this;
    if (pressedSince === undefined || now - pressedSince < PRESSED_MS) return false;
    this.pressedSince = undefined;
    const isAtLimit = this.minute(POST).count(now) >= this.limits.perMinute * 0.9;
    if (!isAtLimit || now - this.refusedAt < BELIEVED_MS) return false;
    this.limits = raised(this.limits);
    return true;
  }

  /** Forgets what can't matter any more. @returns whether nothing is left that could */
  isUnused(now: number): boolean {
    for (const [channel, at] of this.fullAt) if (at <= now) this.fullAt.delete(channel);
    for (const [key, at] of this.holds) if (at <= now) this.holds.delete(key);
    for (const [method, minute] of this.minutes) if (minute.count(now) === 0) this.minutes.delete(method);
    return this.fullAt.size + this.holds.size + this.minutes.size === 0;
  }

  private minute(method: string): Minute {
    let minute = this.minutes.get(method);
    if (minute === undefined) this.minutes.set(method, (minute = new Minute()));
    return minute;
  }
}
