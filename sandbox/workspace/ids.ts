import { randomBytes } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** `length` random characters of Slack's id alphabet. */
export function randomId(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

/** An id such as `C07QX3K2M1A`: the kind's letter, a zero, and nine characters, as newer workspaces mint them. */
export function mintId(prefix: string): string {
  return `${prefix}0${randomId(9)}`;
}

/** A token in the form of its kind, so that secret scanners and prefix checks treat it as one. */
export function mintToken(prefix: 'xoxb' | 'xoxp', teamId: string): string {
  const digits = () => String(1e11 + (randomBytes(4).readUInt32BE() % 9e10));
  return `${prefix}-sandbox${teamId.slice(1, 4)}-${digits()}-${randomId(24)}`;
}

/** Microseconds as `seconds.micros6`. */
export function formatTs(micros: number): string {
  const seconds = Math.floor(micros / 1e6);
  return `${seconds}.${String(micros - seconds * 1e6).padStart(6, '0')}`;
}

/** `seconds.micros6` as microseconds; `undefined` where it is none. Bare seconds count too. */
export function parseTs(ts: string): number | undefined {
  const match = /^(\d{1,11})(?:\.(\d{1,6}))?$/.exec(ts);
  return match ? Number(match[1]) * 1e6 + Number((match[2] ?? '').padEnd(6, '0')) : undefined;
}
