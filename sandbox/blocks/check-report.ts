import type { Json, JsonObject } from '../json.js';
import { isObject, list } from '../json.js';

/** Where blocks are shown. */
export type Surface = 'message' | 'modal' | 'home';

/** What the checks need to know of the world around the blocks. */
export interface CheckContext {
  surface: Surface;
  /** Whether the poster may show this `slack_file` now; taken as shown where nobody can say. */
  canShow?: (file: JsonObject) => boolean;
}

/** Collects what is wrong, in the words of Slack's `invalid_blocks` answer: `what [json-pointer:/where]`. */
export class CheckReport {
  readonly errors: string[] = [];
  /** Ids and counts that must hold over all the blocks of a message or view. */
  readonly blockIds = new Set<string>();
  readonly totals = { markdown: 0, table: 0, charts: 0, focused: 0 };

  constructor(readonly context: CheckContext = { surface: 'message' }) {}

  add(pointer: string, what: string): void {
    this.errors.push(`${what} [json-pointer:${pointer}]`);
  }

  /** Reports each property that Slack doesn't know; it refuses those. */
  known(owner: JsonObject, pointer: string, names: readonly string[]): void {
    for (const name of Object.keys(owner)) {
      if (!names.includes(name)) this.add(pointer, `invalid additional property: ${name}`);
    }
  }

  boolean(owner: JsonObject, name: string, pointer: string, required = false): void {
    const value = this.field(owner, name, pointer, required);
    if (value !== undefined && typeof value !== 'boolean')
      this.add(`${pointer}/${name}`, 'must be a boolean');
  }

  /** A whole number from `min` to `max`. */
  integer(owner: JsonObject, name: string, pointer: string, min: number, max: number): void {
    const value = this.field(owner, name, pointer, false);
    if (value === undefined) return;
    const at = `${pointer}/${name}`;
    if (typeof value !== 'number' || !Number.isInteger(value)) return this.add(at, 'must be an integer');
    if (value < min) this.add(at, `must be greater than or equal to ${min}`);
    if (value > max) this.add(at, `must be less than or equal to ${max}`);
  }

  /** A string that `pattern` accepts, such as a date. */
  pattern(owner: JsonObject, name: string, pointer: string, pattern: RegExp): void {
    const value = this.field(owner, name, pointer, false);
    if (value === undefined) return;
    if (typeof value !== 'string' || !pattern.test(value)) {
      this.add(`${pointer}/${name}`, `must match pattern \`${pattern.source}\``);
    }
  }

  /** An object, given to `each`. */
  object(
    owner: JsonObject,
    name: string,
    pointer: string,
    required: boolean,
    each: (value: JsonObject, at: string) => void,
  ): void {
    const value = this.field(owner, name, pointer, required);
    if (value === undefined) return;
    if (!isObject(value)) return this.add(`${pointer}/${name}`, 'must provide an object');
    each(value, `${pointer}/${name}`);
  }

  /** The field's value where it is present; its absence is reported if `required`. */
  field(owner: JsonObject, name: string, pointer: string, required: boolean): Json | undefined {
    const value = owner[name];
    if (value !== undefined && value !== null) return value;
    if (required) this.add(pointer, `missing required field: ${name}`);
    return undefined;
  }

  /** A bare string of `min` to `max` characters. */
  string(
    owner: JsonObject,
    name: string,
    pointer: string,
    rule: { max: number; min?: number; required?: boolean },
  ): void {
    const value = this.field(owner, name, pointer, rule.required ?? false);
    if (value === undefined) return;
    const at = `${pointer}/${name}`;
    if (typeof value !== 'string') return this.add(at, 'must be a string');
    // UTF-16 units: never fewer than code points, so that what passes here passes whichever of the two Slack counts.
    if (value.length < (rule.min ?? 1)) this.add(at, `must be more than ${(rule.min ?? 1) - 1} characters`);
    if (value.length > rule.max) this.add(at, `must be less than ${rule.max + 1} characters`);
  }

  /** A text object, `plain_text` or `mrkdwn` as `kinds` allows. */
  textObject(
    owner: JsonObject,
    name: string,
    pointer: string,
    rule: { max: number; kinds?: readonly string[]; required?: boolean },
  ): void {
    const value = this.field(owner, name, pointer, rule.required ?? false);
    if (value === undefined) return;
    this.textValue(value, `${pointer}/${name}`, rule.max, rule.kinds ?? PLAIN);
  }

  /** As `textObject`, for a value that is not a field (an item of a list). */
  textValue(value: Json, at: string, max: number, kinds: readonly string[]): void {
    if (!isObject(value)) return this.add(at, 'must provide an object');
    if (typeof value.type !== 'string' || !kinds.includes(value.type)) {
      return this.add(`${at}/type`, `must be one of ${kinds.join(', ')}`);
    }
    this.known(value, at, ['type', 'text', value.type === 'plain_text' ? 'emoji' : 'verbatim']);
    this.string(value, 'text', at, { max, required: true });
  }

  /** A list of `min` to `max` items, given to `each` one by one. */
  items(
    owner: JsonObject,
    name: string,
    pointer: string,
    rule: { min?: number; max: number; required?: boolean },
    each: (item: Json, at: string) => void,
  ): void {
    const value = this.field(owner, name, pointer, rule.required ?? false);
    if (value === undefined) return;
    const at = `${pointer}/${name}`;
    if (!Array.isArray(value)) return this.add(at, 'must be an array');
    if (value.length < (rule.min ?? 1)) this.add(at, `no fewer than ${rule.min ?? 1} items allowed`);
    if (value.length > rule.max) this.add(at, `no more than ${rule.max} items allowed`);
    list(value).forEach((item, index) => each(item, `${at}/${index}`));
  }

  oneOf(owner: JsonObject, name: string, pointer: string, allowed: readonly string[]): void {
    const value = owner[name];
    if (value === undefined || value === null) return;
    if (typeof value !== 'string' || !allowed.includes(value)) {
      this.add(`${pointer}/${name}`, 'must be a valid enum value');
    }
  }
}

export const PLAIN = ['plain_text'] as const;
export const ANY_TEXT = ['plain_text', 'mrkdwn'] as const;
