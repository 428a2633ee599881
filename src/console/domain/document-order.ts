/** A part of a routing document, as JSON has it. */
type Json = string | number | boolean | null | undefined | Json[] | { [name: string]: Json };

/** As people write it; the database keeps the names in an order of its own. */
const ORDER = [
  'name',
  'match',
  'to',
  'continue',
  'type',
  'severity',
  'source',
  'labels',
  'routes',
  'fallback',
  'storms',
];

const rank = (name: string) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);

/** The same routing document, in the order in which it reads best. */
export function inReadingOrder<T extends object>(document: T): T {
  return ordered(document as { [name: string]: Json }) as T;
}

function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).sort((a, b) => rank(a) - rank(b));
  return Object.fromEntries(names.map((name) => [name, ordered(value[name])]));
}
