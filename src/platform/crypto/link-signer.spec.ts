import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { parseKeyring } from './keyring.js';
import { LinkSigner } from './link-signer.js';

const key = (id: string, fill: number) => `${id}:${Buffer.alloc(32, fill).toString('base64')}`;
const signer = (keys: string, purpose = 'messages') => new LinkSigner(parseKeyring(keys), purpose);
const old = signer(key('old', 1));

describe('a link’s signature', () => {
  it('is good for what was signed, and for nothing else', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, other) => {
        const signature = old.sign(text);
        expect(signature).toMatch(/^[\w-]{43}$/);
        expect(old.verify(text, signature)).toBe(true);
        expect(old.verify(other, signature)).toBe(other === text);
      }),
      runs(100),
    );
  });

  it.each([
    '',
    'x',
    '=',
    'é'.repeat(43),
    `${old.sign('a')}=`,
    `${old.sign('a').slice(0, 42)}`,
    ` ${old.sign('a')}`,
  ])('%j is none', (given) => {
    expect(old.verify('a', given)).toBe(false);
  });

  it('is good for one purpose', () => {
    expect(signer(key('old', 1), 'invitations').verify('a', old.sign('a'))).toBe(false);
  });

  it('outlives a rotation of the keys, until the old one is gone', () => {
    const signature = old.sign('a');
    const rotated = signer(`${key('new', 2)},${key('old', 1)}`);
    expect(rotated.verify('a', signature)).toBe(true);
    expect(rotated.sign('a')).not.toBe(signature);
    expect(signer(key('new', 2)).verify('a', rotated.sign('a'))).toBe(true);
    expect(signer(key('new', 2)).verify('a', signature)).toBe(false);
  });
});
