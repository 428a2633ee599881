import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Keyring } from './keyring.js';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Where a ciphertext lives. It is authenticated with it, so that one moved to another row doesn't open. */
export interface Place {
  table: string;
  /** The row's owner: an installation's id. */
  owner: string;
  /** Which of the owner's rows, where it has several. */
  row?: string;
  column: string;
}

/** A ciphertext could not be opened: another key, another place, or altered bytes. */
export class SealBrokenError extends Error {
  readonly code = 'seal_broken';
}

/**
 * Envelope encryption: a data key per installation encrypts its secrets; the keyring's key wraps the data key.
 * Rotating the keyring rewraps data keys and touches no secret.
 *
 * Forms, both text: a wrapped key `v1.<key id>.<base64url>`, a secret `v1.<base64url>`,
 * where the bytes are iv(12) · ciphertext · tag(16) of AES-256-GCM.
 */
export class Envelope {
  constructor(private readonly keyring: Keyring) {}

  /** What wraps new data keys now. */
  get currentKeyId(): string {
    return this.keyring.current.id;
  }

  /** A fresh data key for an owner, wrapped. */
  newDataKey(owner: string): string {
    return this.wrap(owner, randomBytes(32));
  }

  /** The same data key, wrapped by the keyring's current key. @throws SealBrokenError */
  rewrap(owner: string, wrappedKey: string): string {
    return this.wrap(owner, this.unwrap(wrappedKey, owner));
  }

  encrypt(wrappedKey: string, place: Place, plaintext: string): string {
    const sealed = seal(this.unwrap(wrappedKey, place.owner), Buffer.from(plaintext, 'utf8'), aad(place));
    return `v1.${sealed.toString('base64url')}`;
  }

  /** @throws SealBrokenError */
  decrypt(wrappedKey: string, place: Place, sealed: string): string {
    const [version, bytes] = sealed.split('.');
    if (version !== 'v1' || bytes === undefined)
      throw new SealBrokenError(`Unknown form of secret in ${where(place)}`);
    return open(
      this.unwrap(wrappedKey, place.owner),
      Buffer.from(bytes, 'base64url'),
      aad(place),
      where(place),
    ).toString('utf8');
  }

  private wrap(owner: string, dataKey: Buffer): string {
    const { id, key } = this.keyring.current;
    return `v1.${id}.${seal(key, dataKey, `data-key|${owner}|${id}`).toString('base64url')}`;
  }

  private unwrap(wrappedKey: string, owner: string): Buffer {
    const [version, id, bytes] = wrappedKey.split('.');
    if (version !== 'v1' || id === undefined || bytes === undefined) {
      throw new SealBrokenError(`Unknown form of data key for ${owner}`);
    }
    const key = this.keyring.byId.get(id);
    if (key === undefined) {
      throw new SealBrokenError(
        `ENCRYPTION_KEYS has no key "${id}", which wrapped the data key of ${owner}; put it back, after the current one`,
      );
    }
    return open(key, Buffer.from(bytes, 'base64url'), `data-key|${owner}|${id}`, `the data key of ${owner}`);
  }
}

const where = (place: Place) =>
  `${place.table}.${place.column} of ${place.owner}${place.row === undefined ? '' : `, row ${place.row}`}`;
// A data key is named by its owner, not by the key that wraps it today: rewrapping must not touch the secrets.
const aad = (place: Place) =>
  `${place.table}|${place.owner}|${place.column}|data-key:${place.owner}${place.row === undefined ? '' : `|row:${place.row}`}`;

function seal(key: Buffer, plaintext: Buffer, additional: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(additional, 'utf8'));
  return Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function open(key: Buffer, bytes: Buffer, additional: string, name: string): Buffer {
  if (bytes.length < IV_BYTES + TAG_BYTES)
    throw new SealBrokenError(`The ciphertext of ${name} is cut short`);
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(additional, 'utf8'));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw new SealBrokenError(
      `The ciphertext of ${name} doesn't open: it was altered, moved, or sealed by another key`,
    );
  }
}
