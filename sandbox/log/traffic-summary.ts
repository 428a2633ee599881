import type { AcceptedPost, TrafficEntry } from './traffic-entry.js';

export interface ChannelSummary {
  accepted: number;
  refused: number;
  /** Accepted by second since 1970, the newest 3,600 seconds that had any. */
  per_second: Record<string, number>;
  most_in_a_second: number;
}

export interface SummaryReport {
  requests: number;
  accepted: number;
  /** Answered with 429. */
  refused: number;
  /** Answered with `ok: false` or an error's status, or not at all. */
  failed: number;
  /** Requests, of any method, that began while a `Retry-After` told that caller to keep away. */
  in_window: number;
  /** Accepted posts whose metadata id had been accepted before. */
  duplicates: number;
  /** Accepted posts whose metadata `seq` was below one accepted earlier in that channel. */
  out_of_order: number;
  channels: Record<string, ChannelSummary>;
}

interface Channel {
  accepted: number;
  refused: number;
  perSecond: Map<number, number>;
  most: number;
  highestSeq: number;
}

const KEPT_SECONDS = 3600;
const KEPT_IDS = 1_000_000;

/** The judge's figures, kept up as requests come, so that they count also what memory no longer holds. */
export class TrafficSummary {
  private requests = 0;
  private accepted = 0;
  private refused = 0;
  private failed = 0;
  private inWindow = 0;
  private duplicates = 0;
  private outOfOrder = 0;
  private readonly channels = new Map<string, Channel>();
  private readonly ids = new Set<string>();
  private readonly windows = new Map<string, { from: number; until: number }>();

  /** A message was taken at `at` (milliseconds). Called in the order in which Slack took them. */
  accept(post: AcceptedPost, at: number): void {
    this.accepted += 1;
    const channel = this.channel(post.channel);
    channel.accepted += 1;
    const second = Math.floor(at / 1000);
    const count = (channel.perSecond.get(second) ?? 0) + 1;
    channel.perSecond.set(second, count);
    if (channel.perSecond.size > KEPT_SECONDS) channel.perSecond.delete(first(channel.perSecond));
    channel.most = Math.max(channel.most, count);
    if (post.id !== undefined) {
      if (this.ids.has(post.id)) this.duplicates += 1;
      this.ids.add(post.id);
      if (this.ids.size > KEPT_IDS) this.ids.delete(first(this.ids));
    }
    if (post.seq !== undefined) {
      if (post.seq < channel.highestSeq) this.outOfOrder += 1;
      channel.highestSeq = Math.max(channel.highestSeq, post.seq);
    }
  }

  /** A request has ended at `at`. */
  end(entry: TrafficEntry, at: number): void {
    if (entry.direction !== 'in') return;
    this.requests += 1;
    const method = `${entry.who ?? ''} ${entry.name}`;
    const narrow = `${method} ${entry.channel ?? ''}`;
    if ([method, narrow].some((key) => this.covers(key, entry.at))) this.inWindow += 1;
    if (entry.refusal) {
      this.refused += 1;
      if (entry.channel !== undefined) this.channel(entry.channel).refused += 1;
      const key = entry.refusal.scope === 'channel' ? narrow : method;
      this.windows.set(key, { from: at, until: entry.refusedUntil ?? at });
    } else if (!entry.accepted && fails(entry)) this.failed += 1;
  }

  report(): SummaryReport {
    return {
      requests: this.requests,
      accepted: this.accepted,
      refused: this.refused,
      failed: this.failed,
      in_window: this.inWindow,
      duplicates: this.duplicates,
      out_of_order: this.outOfOrder,
      channels: Object.fromEntries(
        [...this.channels].map(([id, { accepted, refused, perSecond, most }]) => [
          id,
          { accepted, refused, per_second: Object.fromEntries(perSecond), most_in_a_second: most },
        ]),
      ),
    };
  }

  private covers(key: string, at: number): boolean {
    const window = this.windows.get(key);
    return window !== undefined && at >= window.from && at < window.until;
  }

  private channel(id: string): Channel {
    let channel = this.channels.get(id);
    if (!channel) {
      channel = { accepted: 0, refused: 0, perSecond: new Map(), most: 0, highestSeq: -Infinity };
      this.channels.set(id, channel);
    }
    return channel;
  }
}

/** A redirect, as the authorize page answers, is none. */
function fails({ status, response }: TrafficEntry): boolean {
  return status === null || status >= 400 || response?.startsWith('{"ok":false') === true;
}

function first<T>(collection: Map<T, unknown> | Set<T>): T {
  return collection.keys().next().value as T;
}
