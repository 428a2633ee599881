import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { Envelope, type Place, SealBrokenError } from './envelope.js';
import { parseKeyring } from './keyring.js';

const key = (fill: number) => Buffer.alloc(32, fill).toString('base64');
const before = new Envelope(parseKeyring(`old:${key(1)}`));
const rotated = new Envelope(parseKeyring(`new:${key(2)},old:${key(1)}`));
const forgetful = new Envelope(parseKeyring(`new:${key(2)}`));

const place: Place = { table: 'installation', owner: 'i-1', column: 'bot_token' };
const wrapped = before.newDataKey('i-1');

/** The same text with one bit of its last part, the bytes, turned. */
function turned(text: string, at: number): string {
  const cut = text.lastIndexOf('.') + 1;
  const bytes = Buffer.from(text.slice(cut), 'base64url');
  bytes[Math.floor(at / 8) % bytes.length] ^= 1 << (at % 8);
  return text.slice(0, cut) + bytes.toString('base64url');
}

describe('an envelope', () => {
  it('gives back any text that it sealed, and never shows it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 8 }), (secret) => {
        const sealed = before.encrypt(wrapped, place, secret);
        expect(before.decrypt(wrapped, place, sealed)).toBe(secret);
        expect(sealed).not.toContain(secret);
      }),
      runs(50),
    );
  });

  it('seals the same text differently each time', () => {
    expect(before.encrypt(wrapped, place, 'x')).not.toBe(before.encrypt(wrapped, place, 'x'));
    expect(before.newDataKey('i-1')).not.toBe(before.newDataKey('i-1'));
  });

  it.each<[string, Place]>([
    ['table', { ...place, table: 'workspace' }],
    ['column', { ...place, column: 'refresh_token' }],
    ['owner', { ...place, owner: 'i-2' }],
    ['row of its owner', { ...place, row: 'U2' }],
  ])('does not open a secret that was moved to another %s', (_, elsewhere) => {
    const sealed = before.encrypt(wrapped, place, 'secret');
    expect(() => before.decrypt(wrapped, elsewhere, sealed)).toThrow(SealBrokenError);
  });

  it('does not open a secret that was moved between two rows of one owner', () => {
    const sealed = before.encrypt(wrapped, { ...place, row: 'U1' }, 'secret');
    expect(before.decrypt(wrapped, { ...place, row: 'U1' }, sealed)).toBe('secret');
    expect(() => before.decrypt(wrapped, { ...place, row: 'U2' }, sealed)).toThrow('row U2');
    expect(() => before.decrypt(wrapped, place, sealed)).toThrow(SealBrokenError);
  });

  it('rewraps a data key for the current key: its secrets open as they are, without the old one', () => {
    const sealed = before.encrypt(wrapped, place, 'secret');
    const rewrapped = rotated.rewrap('i-1', wrapped);
    expect(rewrapped.startsWith('v1.new.')).toBe(true);
    expect(forgetful.decrypt(rewrapped, place, sealed)).toBe('secret');
    expect(rotated.decrypt(wrapped, place, sealed)).toBe('secret');
    expect(() => rotated.rewrap('i-2', wrapped)).toThrow(SealBrokenError);
  });

  it('does not open a secret with the data key of another owner, moved along or not', () => {
    const sealed = before.encrypt(wrapped, place, 'secret');
    const other = before.newDataKey('i-2');
    expect(() => before.decrypt(other, place, sealed)).toThrow('The ciphertext of the data key of i-1');
    expect(() => before.decrypt(other, { ...place, owner: 'i-2' }, sealed)).toThrow(
      'The ciphertext of installation.bot_token of i-2',
    );
  });

  it('does not open what was altered in any bit', () => {
    const sealed = before.encrypt(wrapped, place, 'secret');
    fc.assert(
      fc.property(fc.nat({ max: 8 * 60 - 1 }), (bit) => {
        expect(() => before.decrypt(wrapped, place, turned(sealed, bit))).toThrow(SealBrokenError);
        expect(() => before.decrypt(turned(wrapped, bit), place, sealed)).toThrow(SealBrokenError);
      }),
      runs(100),
    );
  });

  it('does not open what was cut short or is of another form', () => {
    const sealed = before.encrypt(wrapped, place, 'secret');
    expect(() => before.decrypt(wrapped, place, 'v1.AAAA')).toThrow('is cut short');
    expect(() => before.decrypt(wrapped, place, sealed.slice(0, -8))).toThrow(SealBrokenError);
    expect(() => before.decrypt(wrapped, place, sealed.replace('v1', 'v2'))).toThrow('Unknown form');
    expect(() => before.decrypt(wrapped, place, 'plain')).toThrow('Unknown form');
    expect(() => before.decrypt('v1.old', place, sealed)).toThrow('Unknown form of data key for i-1');
  });

  it('opens after a rotation what it sealed before, as long as the old key is kept', () => {
    const sealed = before.encrypt(wrapped, place, 'secret');
    expect(rotated.decrypt(wrapped, place, sealed)).toBe('secret');
    expect(rotated.newDataKey('i-1')).toMatch(/^v1\.new\./);
  });

  it('names the key that is missing, and what to do', () => {
    const sealed = before.encrypt(wrapped, place, 'secret');
    expect(() => forgetful.decrypt(wrapped, place, sealed)).toThrow(
      'ENCRYPTION_KEYS has no key "old", which wrapped the data key of i-1; put it back, after the current one',
    );
  });
});
