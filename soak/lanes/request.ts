import { readFields } from '../../sandbox/http/fields.js';
import { text } from '../../sandbox/json.js';
import type { TrafficEntry } from '../../sandbox/log/traffic-entry.js';

/** What a request said, by the words of the plan. */
export type Said =
  | { kind: 'plain'; id: number }
  | { kind: 'card'; id: number; version: number }
  | { kind: 'reply'; card: number; number: number };

/** A request of the app, as far as the judge looks at it. Times are milliseconds since 1970 by the sandbox's clock. */
export interface Request {
  seq: number;
  at: number;
  /** When it was answered, or broken off. */
  endedAt: number;
  /** The Web API's method. */
  name: string;
  /** `appId/teamId`. */
  who: string;
  /** As the request names it. */
  channel: string;
  /** The worker that sent it, as its User-Agent says: `Switchboard/0.1.0 (worker 812-k3f9)`. */
  worker?: string;
  said?: Said;
  threadTs?: string;
  /** The message that it put into the channel, or changed. */
  posted?: string;
  edited?: string;
  /** Refused with 429: how much else must keep away, and until when. */
  refused?: { scope: 'channel' | 'method'; until: number; byFault: boolean };
}

const WORDS = /soak (?:plain (\d+)|card (\d+) version (\d+)|reply (\d+) number (\d+))/;
const WORKER = /\(worker ([\w-]+)\)/;

/** @returns undefined for what is no call of the Web API */
export function requestOf(entry: TrafficEntry): Request | undefined {
  if (entry.direction !== 'in' || entry.kind !== 'api') return undefined;
  const { values } = readFields(entry.headers['content-type'], entry.request);
  const worker = WORKER.exec(entry.headers['user-agent'] ?? '')?.[1];
  const { seq, at, name, refusal } = entry;
  return {
    seq,
    at,
    name,
    endedAt: at + (entry.ms ?? 0),
    who: entry.who ?? '',
    channel: entry.channel ?? '',
    ...(worker === undefined ? {} : { worker }),
    ...saidIn(entry.request),
    ...(text(values.thread_ts) === '' ? {} : { threadTs: text(values.thread_ts) }),
    ...(entry.accepted ? { posted: entry.accepted.ts } : {}),
    ...(entry.edited ? { edited: entry.edited.ts } : {}),
    ...(refusal
      ? {
          refused: {
            scope: refusal.scope,
            until: entry.refusedUntil ?? at,
            byFault: entry.fault !== undefined,
          },
        }
      : {}),
  };
}

/** Whatever the body's form: a form has `+` for the spaces. */
function saidIn(body: string): { said?: Said } {
  const [found, plain, card, version, reply, number] = WORDS.exec(body.replace(/\+|%20/g, ' ')) ?? [];
  if (found === undefined) return {};
  if (plain !== undefined) return { said: { kind: 'plain', id: Number(plain) } };
  if (card !== undefined) return { said: { kind: 'card', id: Number(card), version: Number(version) } };
  return { said: { kind: 'reply', card: Number(reply), number: Number(number) } };
}
