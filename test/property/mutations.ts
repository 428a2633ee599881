import fc from 'fast-check';
import { type Json, type Sample, samples } from './slack-samples.js';

/** A request with a valid signature, and whatever else in it. */
export interface Hostile {
  body: Buffer;
  contentType: string | undefined;
}

interface Change {
  /** Which way to go at each level, by remainder. */
  path: number[];
  how: 'drop' | 'set' | 'wrap' | 'repeat' | 'rename';
  value: Json;
}

const huge = (length: number) => 'ä\u0000"'.repeat(length);

const texts = fc.oneof(
  fc.constantFrom('', '\u0000', '\ud800', 'a\udfffb', '__proto__', 'constructor', 'toString', '‮', '1e999'),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    'desk.press',
    'desk.form',
    'desk.menu',
    'alert.ack',
    '/desk',
    'block_actions',
    'T0GLOBEX01',
  ),
  fc.integer({ min: 1, max: 300 }).map(huge),
);

const values: fc.Arbitrary<Json> = fc.oneof(
  { arbitrary: texts, weight: 4 },
  fc.constantFrom<Json>(null, true, 0, -1, 1e308, -0.5, 2 ** 53, [], {}, [null], [[]], { toString: 1 }),
  fc.constantFrom<Json>({ toJSON: 'x', valueOf: null, then: 1 }, { length: -1 }, { id: null, type: [] }),
  fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>,
);

const change: fc.Arbitrary<Change> = fc.record({
  path: fc.array(fc.nat(60), { minLength: 1, maxLength: 6 }),
  how: fc.constantFrom('drop', 'set', 'set', 'set', 'wrap', 'repeat', 'rename'),
  value: values,
});

/** How the body is written, where not as Slack does. */
const WRITINGS = [
  'json as form',
  'form as json',
  'no type',
  'charset',
  'cut',
  'latin1',
  'utf-16',
  'twice',
  'deep',
] as const;
type Writing = 'as it should be' | (typeof WRITINGS)[number];

/** Slack's payloads with up to four things changed, and sometimes written in another way. */
export const hostile: fc.Arbitrary<Hostile> = fc
  .record({
    sample: fc.constantFrom(...samples),
    changes: fc.array(change, { maxLength: 4 }),
    unique: fc.nat(2 ** 31 - 1),
    rareHuge: fc.nat(399),
    writing: fc.oneof(
      { arbitrary: fc.constant<Writing>('as it should be'), weight: 6 },
      { arbitrary: fc.constantFrom<Writing>(...WRITINGS), weight: 1 },
    ),
  })
  .map(({ sample, changes, unique, rareHuge, writing }) => {
    const payload = structuredClone(sample.payload);
    // Half are new; the others are repetitions of each other.
    if (unique % 2 === 0) makeNew(payload, String(unique));
    for (const one of changes) apply(payload, one);
    if (rareHuge === 0) payload.huge = huge(30_000);
    if (rareHuge === 1) payload.trigger_id = huge(20_000);
    return write({ ...sample, payload }, writing);
  });

function makeNew(payload: { [key: string]: Json }, unique: string) {
  if ('event_id' in payload) payload.event_id = `Ev${unique}`;
  if ('trigger_id' in payload) payload.trigger_id = `${unique}.1.a`;
  const { view, actions } = payload as { view?: { hash: string }; actions?: { value: string }[] };
  if (view !== undefined) view.hash = unique;
  if (actions !== undefined) actions[0].value = unique;
}

function apply(root: { [key: string]: Json }, { path, how, value: given }: Change) {
  const value = structuredClone(given);
  let owner: { [key: string]: Json } | Json[] = root;
  let key = '';
  for (const step of path) {
    const keys = Object.keys(owner);
    if (keys.length === 0) return;
    key = keys[step % keys.length];
    const next: Json = (owner as { [key: string]: Json })[key];
    if (step === path[path.length - 1] || typeof next !== 'object' || next === null) break;
    owner = next;
  }
  const held = owner as { [key: string]: Json };
  const old = held[key];
  if (how === 'drop') delete held[key];
  else if (how === 'set') held[key] = value;
  else if (how === 'repeat') held[key] = Array.from({ length: 30 }, () => old);
  else if (how === 'wrap') held[key] = nested(old, 3 + (path[0] % 5) * 40);
  else {
    delete held[key];
    Object.defineProperty(held, typeof value === 'string' ? value : '__proto__', {
      value: old,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
}

function nested(value: Json, depth: number): Json {
  let wrapped = value;
  for (let level = 0; level < depth; level += 1) wrapped = level % 2 === 0 ? [wrapped] : { a: wrapped };
  return wrapped;
}

const DEEP = 20_000;

function write({ as, payload }: Sample, writing: Writing): Hostile {
  const json = JSON.stringify(payload);
  const isForm = as !== 'json';
  const text = as === 'json' ? json : as === 'payload' ? formOf({ payload: json }) : formOf(payload);
  const contentType = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
  const body = Buffer.from(text);
  switch (writing) {
    case 'json as form':
      return { body: Buffer.from(json), contentType: 'application/x-www-form-urlencoded' };
    case 'form as json':
      return { body: Buffer.from(formOf({ payload: json })), contentType: 'application/json' };
    case 'no type':
      return { body, contentType: undefined };
    case 'charset':
      return { body, contentType: `${contentType}; charset=iso-8859-1` };
    case 'cut':
      return { body: body.subarray(0, Math.floor(body.length / 2)), contentType };
    case 'latin1':
      return { body: Buffer.from(text, 'latin1'), contentType };
    case 'utf-16':
      return { body: Buffer.from(text, 'utf16le'), contentType };
    case 'twice':
      return { body: Buffer.concat([body, Buffer.from('&payload=%7B%7D&command=%00'), body]), contentType };
    case 'deep': {
      const deep = `{"type":"block_actions","state":${'['.repeat(DEEP)}"\\u0000"${']'.repeat(DEEP)},${json.slice(1)}`;
      return isForm
        ? { body: Buffer.from(formOf({ payload: deep })), contentType }
        : { body: Buffer.from(deep), contentType };
    }
    default:
      return { body, contentType };
  }
}

const formOf = (fields: { [key: string]: Json }) =>
  new URLSearchParams(
    Object.entries(fields).map(([key, value]): [string, string] => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ).toString();
