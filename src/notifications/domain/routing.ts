import { type Routable, type RouteMatch, mismatchOf } from './match.js';
import type { StormRules } from './storms.js';

export interface Route {
  name: string;
  match?: RouteMatch | null;
  to: { channel: string }[];
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
  /** Channels, each once, in the order of the routes. */
  destinations: string[];
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
  const destinations = new Set<string>();
  for (const candidate of document.routes) {
    const mismatch = mismatchOf(candidate.match ?? {}, notification);
    verdicts.push({
      route: candidate.name,
      matched: mismatch === undefined,
      why: mismatch ?? 'every condition holds',
    });
    if (mismatch !== undefined) continue;
    for (const { channel } of candidate.to) destinations.add(channel);
    if (candidate.continue !== true) return { destinations: [...destinations], verdicts };
  }
  if (destinations.size === 0) {
    destinations.add(document.fallback.channel);
    verdicts.push({ route: 'fallback', matched: true, why: 'no route matched' });
  }
  return { destinations: [...destinations], verdicts };
}
