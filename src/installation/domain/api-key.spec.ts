import { keyIdOf, newApiKey, parseApiKey, sameSecret } from './api-key.js';

describe('an API key', () => {
  it('has an id that may be shown, and is known again by its hash', () => {
    const { id, key, secretSha256 } = newApiKey();
    expect(key).toMatch(/^swb_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/);
    const parsed = parseApiKey(key);
    expect(parsed?.id).toBe(id);
    expect(sameSecret(parsed?.secretSha256 ?? Buffer.alloc(0), secretSha256)).toBe(true);
  });

  it('is new each time', () => {
    const keys = Array.from({ length: 50 }, () => newApiKey());
    expect(new Set(keys.map(({ id }) => id)).size).toBe(50);
    expect(new Set(keys.map(({ key }) => key.slice(17))).size).toBe(50);
  });

  it('of a form has one id, which no other form and no other browser shares', () => {
    const id = keyIdOf('ann', 'page 1');
    expect(keyIdOf('ann', 'page 1')).toBe(id);
    expect(new Set([id, keyIdOf('ann', 'page 2'), keyIdOf('bob', 'page 1')]).size).toBe(3);
    const [one, two] = [newApiKey(id), newApiKey(id)];
    expect([one.id, parseApiKey(two.key)?.id]).toEqual([id, id]);
    expect(one.key).not.toBe(two.key);
  });

  it('can’t be read from what is stored of it', () => {
    const { key, secretSha256 } = newApiKey();
    expect(secretSha256).toHaveLength(32);
    expect(secretSha256.toString('base64url')).not.toBe(key.slice(17));
  });

  it('with one letter changed is another', () => {
    const { key, secretSha256 } = newApiKey();
    const changed = key.slice(0, -2) + (key.at(-2) === 'A' ? 'B' : 'A') + key.slice(-1);
    expect(sameSecret(parseApiKey(changed)?.secretSha256 ?? Buffer.alloc(0), secretSha256)).toBe(false);
  });

  it('has one form; anything else is none', () => {
    const { key } = newApiKey();
    for (const text of ['', 'swb_', `${key}x`, ` ${key}`, `${key}\n`, key.slice(0, -1), key.toUpperCase()]) {
      expect(parseApiKey(text)).toBeUndefined();
    }
  });

  it('of another length differs, and does not throw', () => {
    expect(sameSecret(Buffer.alloc(32), Buffer.alloc(31))).toBe(false);
  });
});
