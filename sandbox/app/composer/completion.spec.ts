import { complete, completingAt, rank } from './completion.js';

const at = (typed: string) => completingAt(typed, typed.length);

describe('what is completed while one types', () => {
  it.each([
    ['/', 'command', ''],
    ['/onc', 'command', 'onc'],
    ['hello @bo', 'person', 'bo'],
    ['(@bo', 'person', 'bo'],
    ['@', 'person', ''],
    ['see #dep', 'channel', 'dep'],
    [':ta', 'emoji', 'ta'],
  ])('%s', (typed, kind, query) => {
    expect(at(typed)).toMatchObject({ kind, query });
  });

  it.each(['', 'hello', 'a@b', 'at 10:3', ':t', 'and /or', '/oncall who', '@bo b'])(
    'nothing of “%s”',
    (typed) => {
      expect(at(typed)).toBeNull();
    },
  );

  it('looks at the caret, and puts the word in its place', () => {
    const typed = 'Ask @ca about it';
    const completing = completingAt(typed, 7);
    expect(completing).toMatchObject({ query: 'ca', from: 4, to: 7 });
    expect(complete(typed, completing!, '@carol')).toEqual({ typed: 'Ask @carol about it', caret: 11 });
  });

  it('offers what begins so before what has it inside', () => {
    expect(rank(['deployments', 'old-deployments', 'ops'], 'dep', (name) => [name])).toEqual([
      'deployments',
      'old-deployments',
    ]);
  });
});
