import { inSmall } from '../../delivery/domain/index.js';
import { type Routable, type RouteMatch, mismatchOf } from './match.js';
import type { StormRules } from './storms.js';

/** One of `channel`, `to` and `webhook`. */
export interface RouteTarget {
  /** `#name` or an id. */
  channel?: string;
  /** A person, by id or e-mail address: a direct message. */
  to?: string;
  /** The name of a Slack incoming webhook. */
  webhook?: string;
  /** Whom its posts mention: `oncall:NAME`, a person's or a user group's id, `here` or `channel`. */
  mention?: string | null;
  /**
   * When Slack's answer didn't arrive and nobody can look whether the message did: it is posted again, and says so; or it is
   * left to a person. The first unless said otherwise.
   */
  delivery?: 'at_least_once' | 'at_most_once';
}

export interface Route {
  name: string;
  match?: RouteMatch | null;
  to: RouteTarget[];
  /** Look at the routes below too. */
  continue?: boolean;
}

export interface RoutingDocument {
  routes: Route[];
  fallback: { channel: string };
  storms?: StormRules | null;
}

export interface RouteVerdict {
  route: string;
  matched: boolean;
  /** A sentence for people: which condition decided. */
  why: string;
}

export interface RoutingDecision {
  /** Channels, people and webhooks (`webhook:name`), each once, in the order of the routes. */
  destinations: string[];
  /** Those of them where nothing may be posted twice. */
  at_most_once: string[];
  /** Whom a post mentions there, by destination. */
  mentions?: Record<string, string>;
  /** It is shown in its channel to this person alone. */
  only_to?: string;
  /** The name under which each route that was looked at was judged; `fallback` when none matched. */
  verdicts: RouteVerdict[];
}

/** Until an admin says otherwise. */
export const DEFAULT_DOCUMENT: RoutingDocument = { routes: [], fallback: { channel: '#general' } };

/**
 * Where a notification goes, and why: the one evaluator, for real traffic and for `explain`.
 * Routes are tried in order; the first match wins, unless it says `continue`. Without a match, the fallback.
 */
export function route(document: RoutingDocument, notification: Routable): RoutingDecision {
  const verdicts: RouteVerdict[] = [];
  const destinations = new Map<string, RouteTarget>();
  for (const candidate of document.routes) {
    const mismatch = mismatchOf(candidate.match ?? {}, notification);
    verdicts.push({
      route: candidate.name,
      matched: mismatch === undefined,
      why: mismatch ?? 'every condition holds',
    });
    if (mismatch !== undefined) continue;
    for (const target of candidate.to) {
      const address = addressOf(target);
      if (!destinations.has(address)) destinations.set(address, target);
    }
    if (candidate.continue !== true) return decided(destinations, verdicts);
  }
  if (destinations.size === 0) {
    destinations.set(addressOf(document.fallback), document.fallback);
    verdicts.push({ route: 'fallback', matched: true, why: 'no route matched' });
  }
  return decided(destinations, verdicts);
}

/** Where a notification says itself where it goes, that counts; else its routes do. */
export function decide(document: RoutingDocument, notification: Addressed): RoutingDecision {
  const { to, onlyTo, channel } = notification;
  const named = (address: string, route: string, why: string): RoutingDecision => ({
    destinations: [inSmall(address)],
    at_most_once: [],
    verdicts: [{ route, matched: true, why }],
  });
  if (to !== undefined) return named(to, 'to', 'the notification names a person');
  if (channel === undefined) return route(document, notification);
  const decision = named(channel, 'channel', 'the notification names its channel');
  return onlyTo === undefined ? decision : { ...decision, only_to: onlyTo };
}

/** What routes look at, and what overrides them. */
export interface Addressed extends Routable {
  channel?: string;
  /** A person: a direct message. */
  to?: string;
  /** A person: shown in `channel` to them alone. */
  onlyTo?: string;
}

/** As the outbox takes it. */
export const addressOf = ({ channel, to, webhook }: RouteTarget): string =>
  inSmall(channel ?? to ?? `webhook:${webhook ?? ''}`);

function decided(targets: Map<string, RouteTarget>, verdicts: RouteVerdict[]): RoutingDecision {
  const once = [...targets].filter(([, { delivery }]) => delivery === 'at_most_once');
  const mentioning = [...targets].flatMap(([address, { mention }]) =>
    mention == null ? [] : [[address, mention] as const],
  );
  return {
    destinations: [...targets.keys()],
    at_most_once: once.map(([address]) => address),
    ...(mentioning.length === 0 ? {} : { mentions: Object.fromEntries(mentioning) }),
    verdicts,
  };
}
