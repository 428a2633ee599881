import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { EMPTY_CHAIN, type Detail, type Entry, canonical, follow, hashOf } from './chain.js';

const chainOf = (details: Record<string, Detail>[]): Entry[] => {
  const entries: Entry[] = [];
  for (const [index, one] of details.entries()) {
    const link = {
      workspaceId: 'T1',
      seq: index + 1,
      at: new Date(1_764_000_000_000 + index),
      actor: 'user:U1',
      action: 'key.created',
      subject: `key ${index}`,
      details: one,
    };
    const previous = entries.at(-1)?.hash ?? EMPTY_CHAIN.hash;
    entries.push({ ...link, previous, hash: hashOf(link, previous) });
  }
  return entries;
};

const details = fc.array(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())), {
  minLength: 1,
  maxLength: 8,
});

describe('a chain of audit entries', () => {
  it('is whole as it was written, in one piece or in several', () => {
    fc.assert(
      fc.property(details, fc.nat(), (all, cut) => {
        const chain = chainOf(all);
        const at = cut % (chain.length + 1);
        const half = follow(EMPTY_CHAIN, chain.slice(0, at)).state;
        const whole = follow(half, chain.slice(at));
        expect(whole.broken).toBeUndefined();
        expect(whole.state).toEqual({ seq: chain.length, hash: chain.at(-1)?.hash });
      }),
      runs(100),
    );
  });

  it('tells which entry was altered, in whatever field', () => {
    const chain = chainOf([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
    const changes: Partial<Entry>[] = [
      { actor: 'user:U2' },
      { action: 'key.revoked' },
      { subject: 'key 9' },
      { at: new Date(0) },
      { workspaceId: 'T2' },
      { details: { name: 'B' } },
    ];
    for (const change of changes) {
      const forged = chain.map((entry) => (entry.seq === 2 ? { ...entry, ...change } : entry));
      expect(follow(EMPTY_CHAIN, forged).broken).toEqual({ seq: 2, fault: 'altered' });
    }
  });

  it('tells which entry is missing, and that one was put in another’s place', () => {
    const chain = chainOf([{}, {}, {}, {}]);
    expect(follow(EMPTY_CHAIN, chain.slice(1)).broken).toEqual({ seq: 1, fault: 'missing' });
    expect(follow(EMPTY_CHAIN, [chain[0], chain[2]]).broken).toEqual({ seq: 2, fault: 'missing' });
    const swapped = [chain[0], { ...chain[2], seq: 2 }];
    expect(follow(EMPTY_CHAIN, swapped).broken).toEqual({ seq: 2, fault: 'moved' });
  });

  it('an entry rewritten with its own hash breaks at the next one', () => {
    const chain = chainOf([{}, { n: 1 }, {}]);
    const forged = { ...chain[1], details: { n: 2 } };
    forged.hash = hashOf(forged, forged.previous);
    expect(follow(EMPTY_CHAIN, [chain[0], forged, chain[2]]).broken).toEqual({ seq: 3, fault: 'moved' });
  });

  it('doesn’t depend on the order of names', () => {
    expect(canonical({ b: 1, a: { d: [1, null], c: 'x' } })).toBe('{"a":{"c":"x","d":[1,null]},"b":1}');
  });
});
