import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { keyringProblem, parseKeyring } from './keyring.js';

const key = (fill: number) => Buffer.alloc(32, fill).toString('base64');

describe('a keyring', () => {
  it('seals with its first key, and knows the others by id', () => {
    const keyring = parseKeyring(` new:${key(2)} , old:${key(1)}`);
    expect(keyring.current).toEqual({ id: 'new', key: Buffer.alloc(32, 2) });
    expect([...keyring.byId]).toEqual([
      ['new', Buffer.alloc(32, 2)],
      ['old', Buffer.alloc(32, 1)],
    ]);
  });

  it.each([
    ['', 'is required'],
    ['  ', 'is required'],
    [key(1), 'entry 1 has no usable id'],
    [`:${key(1)}`, 'entry 1 has no usable id'],
    [`a b:${key(1)}`, 'entry 1 has no usable id'],
    [`${'a'.repeat(33)}:${key(1)}`, 'entry 1 has no usable id'],
    [`k1:${key(1)},`, 'entry 2 has no usable id'],
    [`k1:${key(1)},k1:${key(2)}`, 'names the key k1 twice'],
    [`k1:${Buffer.alloc(31).toString('base64')}`, 'key k1 is not 32 bytes'],
    [`k1:${Buffer.alloc(33).toString('base64')}`, 'key k1 is not 32 bytes'],
    [`k1:${key(1)}!`, 'key k1 is not 32 bytes'],
    ['k1:', 'key k1 is not 32 bytes'],
  ])('%j is refused: it %s', (text, problem) => {
    expect(keyringProblem(text)).toContain(problem);
    expect(() => parseKeyring(text)).toThrow(`ENCRYPTION_KEYS ${problem}`);
  });

  it('never quotes key material', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 64 }), (bytes) => {
        fc.pre(bytes.length !== 32);
        const encoded = Buffer.from(bytes).toString('base64');
        expect(keyringProblem(`k1:${encoded}`)).not.toContain(encoded);
      }),
      runs(50),
    );
  });
});
