const KEY_BYTES = 32;
const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;

/** Key-encryption keys by id. The first encrypts; the others only open what they once sealed. */
export interface Keyring {
  current: { id: string; key: Buffer };
  byId: ReadonlyMap<string, Buffer>;
}

/** What is wrong with a keyring's text (`id:base64(32 bytes)[,…]`), or undefined. Never quotes key material. */
export function keyringProblem(text: string): string | undefined {
  const example = 'must be id:base64(32 bytes)[,…], for example k1:$(openssl rand -base64 32)';
  if (text.trim() === '') return `is required; it ${example}`;
  const ids = new Set<string>();
  for (const [index, part] of text.split(',').entries()) {
    const colon = part.indexOf(':');
    const id = part.slice(0, colon).trim();
    if (colon < 0 || !KEY_ID.test(id)) return `entry ${index + 1} has no usable id; it ${example}`;
    if (ids.has(id)) return `names the key ${id} twice`;
    ids.add(id);
    const encoded = part.slice(colon + 1).trim();
    const key = Buffer.from(encoded, 'base64');
    if (!/^[A-Za-z0-9+/]+=*$/.test(encoded) || key.length !== KEY_BYTES) {
      return `key ${id} is not ${KEY_BYTES} bytes of base64; it ${example}`;
    }
  }
  return undefined;
}

/** @throws Error with the problem's sentence; configuration has checked it before. */
export function parseKeyring(text: string): Keyring {
  const problem = keyringProblem(text);
  if (problem !== undefined) throw new Error(`ENCRYPTION_KEYS ${problem}`);
  const entries = text.split(',').map((part): [string, Buffer] => {
    const colon = part.indexOf(':');
    return [part.slice(0, colon).trim(), Buffer.from(part.slice(colon + 1).trim(), 'base64')];
  });
  const [id, key] = entries[0];
  return { current: { id, key }, byId: new Map(entries) };
}
