import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.js';

const POLL_MS = 20;
/** Longer than a start that has to recover from a crash. */
const PATIENCE_MS = 120_000;
/** A lock file is made and filled in two steps; one that stays empty this long lost its maker in between. */
const EMPTY_GRACE_MS = 5_000;

type Holder = ProcessIdentity & { nonce: string };

/**
 * Runs `work` while no other process, and no other caller in this one, works on `dir`. A dead holder's lock
 * is taken over.
 *
 * It keeps two starters from doing the same work twice. It isn't what protects the data: taking over is a
 * rename, which three processes at once could in theory make overlap. `initdb` works in a directory of its
 * own, and PostgreSQL refuses a second server on a data directory, so even then one starts and the other
 * adopts.
 *
 * @throws EmbeddedPostgresError LOCKED after two minutes behind a living holder.
 */
export async function withStartLock<T>(dir: string, work: () => Promise<T>): Promise<T> {
  const file = join(dir, 'lock');
  const nonce = randomUUID();
  const deadline = Date.now() + PATIENCE_MS;
  while (!tryToTake(file, nonce)) {
    if (Date.now() > deadline) {
      const holder = parseHolder(readIfThere(file) ?? '');
      throw new EmbeddedPostgresError(
        'LOCKED',
        `Process ${holder?.pid ?? '(unknown)'} has been starting or stopping the embedded PostgreSQL in ${dir} for two ` +
          `minutes. Wait for it or end it, then try again; if no such process exists, delete ${file}.`,
      );
    }
    await pause(POLL_MS);
  }
  try {
    return await work();
  } finally {
    if (parseHolder(readIfThere(file) ?? '')?.nonce === nonce) rmSync(file, { force: true });
  }
}

function tryToTake(file: string, nonce: string): boolean {
  const holder: Holder = { ...ownIdentity(), nonce };
  try {
    writeFileSync(file, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const seen = readIfThere(file);
  if (seen !== undefined && isStale(file, seen)) setAside(file, seen, nonce);
  return false;
}

function isStale(file: string, content: string): boolean {
  const holder = parseHolder(content);
  if (holder !== undefined) return !isAlive(holder);
  const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return made !== undefined && Date.now() - made > EMPTY_GRACE_MS;
}

/** Takes the stale lock out of the way, and puts back what it took if that turns out to be a newer one. */
function setAside(file: string, stale: string, nonce: string): void {
  const aside = `${file}.${nonce}`;
  try {
    renameSync(file, aside);
    if (readIfThere(aside) !== stale) linkSync(aside, file);
  } catch {
    // Another process was faster; the next attempt looks again.
  }
  rmSync(aside, { force: true });
}

function parseHolder(content: string): Holder | undefined {
  try {
    return JSON.parse(content) as Holder;
  } catch {
    return undefined;
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
