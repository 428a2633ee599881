import { type Place, mayMove } from './privacy.js';

const channel = (isPrivate: boolean | undefined): Place => ({ lane: 'C0123456789', isPrivate });
const direct = (lane: string): Place => ({ lane, isPrivate: undefined });

describe('what was meant for a channel that takes nothing', () => {
  it.each<[string, Place, string, Place, boolean]>([
    ['private', channel(true), 'public', channel(false), false],
    ['private', channel(true), 'one that we don’t know', channel(undefined), false],
    ['private', channel(true), 'private', channel(true), true],
    ['private', channel(true), 'a person’s direct messages', direct('D0123456789'), true],
    ['private', channel(true), 'a person', direct('@U0123456789'), true],
    ['public', channel(false), 'public', channel(false), true],
    ['public', channel(false), 'one that we don’t know', channel(undefined), true],
    ['one that we don’t know', channel(undefined), 'public', channel(false), true],
  ])('where that is %s, and the fallback %s%s', (_, from, __, to, may) =>
    expect(mayMove(from, to)).toBe(may),
  );
});
