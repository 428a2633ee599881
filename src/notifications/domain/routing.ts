/** What routes look at. */
export interface Routable {
  type: string;
  severity: string;
  source?: string;
  labels: Record<string, string>;
}

type Pattern = string | string[] | null | undefined;

/** What is absent or null is no condition. */
export interface RouteMatch {
  type?: Pattern;
  severity?: Pattern;
  source?: Pattern;
  labels?: Record<string, string | string[]> | null;
}

/** One of `channel`, `to` and `webhook`. */
export interface RouteTarget {
  /** `#name` or an id. */
  channel?: string;
  /** A person, by id or e-mail address: a direct message. */
  to?: string;
  /** The name of a Slack incoming webhook. */
  webhook?: string;
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
 * Values match as a whole, with `*` for any run of characters; a list matches if one of its values does.
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
    destinations.set(document.fallback.channel, document.fallback);
    verdicts.push({ route: 'fallback', matched: true, why: 'no route matched' });
  }
  return decided(destinations, verdicts);
}

/** Where a notification says itself where it goes, that counts; else its routes do. */
export function decide(document: RoutingDocument, notification: Addressed): RoutingDecision {
  const { to, onlyTo, channel } = notification;
  const named = (address: string, route: string, why: string): RoutingDecision => ({
    destinations: [address],
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
  channel ?? to ?? `webhook:${webhook ?? ''}`;

function decided(targets: Map<string, RouteTarget>, verdicts: RouteVerdict[]): RoutingDecision {
  const once = [...targets].filter(([, { delivery }]) => delivery === 'at_most_once');
  return {
    destinations: [...targets.keys()],
    at_most_once: once.map(([address]) => address),
    verdicts,
  };
}

function mismatchOf(match: RouteMatch, notification: Routable): string | undefined {
  const { type, severity, source, labels } = match;
  const conditions: [string, Pattern, string | undefined][] = [
    ['type', type, notification.type],
    ['severity', severity, notification.severity],
    ['source', source, notification.source],
    ...Object.entries(labels ?? {}).map(
      ([name, pattern]): [string, string | string[], string | undefined] => [
        `labels.${name}`,
        pattern,
        // Own properties only: a label may be called "constructor".
        Object.hasOwn(notification.labels, name) ? notification.labels[name] : undefined,
      ],
    ),
  ];
  for (const [name, pattern, value] of conditions) {
    if (pattern == null) continue;
    if (value === undefined) return `there is no ${name}`;
    if (![pattern].flat().some((one) => globMatches(one, value))) {
      return `${name} is "${value}", not ${[pattern]
        .flat()
        .map((one) => `"${one}"`)
        .join(' or ')}`;
    }
  }
  return undefined;
}

/** `*` stands for any run of characters; everything else for itself. Linear in the value, whatever the pattern. */
export function globMatches(pattern: string, value: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return pattern === value;
  if (value.length < first.length + last.length || !value.startsWith(first) || !value.endsWith(last))
    return false;
  const end = value.length - last.length;
  let at = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
