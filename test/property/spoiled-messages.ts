import fc from 'fast-check';
import { type Json, type Made, goodBlock, goodMessage, words } from './slack-messages.js';

const junk: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    '',
    ' ',
    '\u200b',
    '<',
    '<<!channel',
    '&am',
    null,
    true,
    0,
    -1,
    1e9,
    0.5,
    [],
    {},
    [null],
    [[]],
  ),
  fc.constantFrom<Json>(
    'mrkdwn',
    'plain_text',
    'header',
    'alert',
    'file',
    'video',
    'rich_text_input',
    'constructor',
    '__proto__',
  ),
  fc
    .constantFrom(76, 151, 256, 301, 2_001, 3_001, 4_001, 12_001, 60_000)
    .map((length): Json => 'ä<&'.repeat(length / 3 + 1)),
  words(40),
  fc.jsonValue({ maxDepth: 3 }) as Made,
  goodBlock,
);

const change = fc.record({
  path: fc.array(fc.nat(60), { minLength: 1, maxLength: 7 }),
  how: fc.constantFrom('drop', 'set', 'set', 'repeat', 'rename'),
  times: fc.constantFrom(2, 6, 11, 26, 51, 101, 202),
  value: junk,
});

/** A good message with some things changed; or no message at all. */
export const anyMessage: fc.Arbitrary<Json> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .record({
        message: goodMessage,
        more: fc.array(goodBlock, { maxLength: 12 }),
        changes: fc.array(change, { maxLength: 5 }),
      })
      .map(({ message, more, changes }) => {
        const made = structuredClone(message) as { blocks?: Json[] };
        if (more.length > 0) made.blocks = [...(made.blocks ?? []), ...structuredClone(more)];
        for (const one of changes) apply(made, one);
        return JSON.parse(JSON.stringify(made)) as Json;
      }),
  },
  { weight: 1, arbitrary: junk },
  { weight: 1, arbitrary: fc.array(junk, { maxLength: 60 }).map((blocks): Json => ({ text: 'x', blocks })) },
);

function apply(
  root: Json,
  { path, how, times, value }: { path: number[]; how: string; times: number; value: Json },
): void {
  let owner = root as { [key: string]: Json };
  let key = '';
  for (const step of path) {
    const keys = Object.keys(owner);
    if (keys.length === 0) return;
    key = keys[step % keys.length];
    const next = owner[key];
    if (step === path[path.length - 1] || typeof next !== 'object' || next === null) break;
    owner = next as { [key: string]: Json };
  }
  const old = owner[key];
  if (how === 'drop') delete owner[key];
  else if (how === 'set') owner[key] = structuredClone(value);
  else if (how === 'rename')
    Object.defineProperty(owner, `${key}x`, {
      value: old,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  else
    owner[key] =
      Array.isArray(old) && old.length > 0
        ? Array.from({ length: times }, () => structuredClone(old[0]))
        : Array.from({ length: times }, () => old);
}

/** Slack files are somebody's; whether they may be shown is not the message's form. */
export const showsFiles = (message: unknown) => JSON.stringify(message).includes('slack_file');
