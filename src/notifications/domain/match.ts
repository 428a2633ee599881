/** What the rules of a routing document look at. */
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

/**
 * The first condition that doesn't hold, as a sentence for people; undefined when all do. Values match as a whole, with `*`
 * for any run of characters; a list matches if one of its values does.
 */
export function mismatchOf(match: RouteMatch, notification: Routable): string | undefined {
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
