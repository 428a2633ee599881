import { isObject, type Json } from '../json.js';

/** Blocks whose contents have limits of their own, beyond that of a message (facts, section 7). */
const APART = new Set<Json | undefined>(['table', 'data_table', 'data_visualization']);

/** The characters of every text in blocks, and in what is in them, together. */
export function textLength(value: Json): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + textLength(item), 0);
  if (!isObject(value) || APART.has(value.type)) return 0;
  return Object.entries(value).reduce(
    (sum, [name, inner]) => sum + (typeof inner !== 'string' ? textLength(inner ?? null) : name === 'text' ? inner.length : 0), // prettier-ignore
    0,
  );
}
