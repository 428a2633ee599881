import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Keyring } from './keyring.js';

/**
 * Signatures for links that open what they name to whoever holds them. One purpose's signatures are worth nothing for
 * another, and say nothing of the keyring's keys. What an older key of the ring has signed stays good until it is gone.
 */
export class LinkSigner {
  /** The current one first. */
  private readonly keys: Buffer[];

  constructor(keyring: Keyring, purpose: string) {
    this.keys = [...keyring.byId.values()].map((key) =>
      Buffer.from(hkdfSync('sha256', key, '', `switchboard link: ${purpose}`, 32)),
    );
  }

  /** 43 characters that a URL takes as they are. */
  sign(text: string): string {
    return signature(this.keys[0], text);
  }

  verify(text: string, given: string): boolean {
    const bytes = Buffer.from(given);
    // Each key is tried, whichever it was: how long it takes says nothing.
    return this.keys
      .map((key) => Buffer.from(signature(key, text)))
      .map((right) => right.length === bytes.length && timingSafeEqual(right, bytes))
      .includes(true);
  }
}

const signature = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest('base64url');
