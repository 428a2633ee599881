import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.js';
import { readOwnFile, writeOwnFile } from './server-home.js';

/** The process whose `stop()` ends the server, and what that process started it with. */
export interface Ownership {
  owner: ProcessIdentity;
  settings: string[];
}

const FILE = 'owner';

export function takeOwnership(dataDir: string, settings: string[]): void {
  const ownership: Ownership = { owner: ownIdentity(), settings };
  writeOwnFile(dataDir, FILE, JSON.stringify(ownership));
}

export function readOwnership(dataDir: string): Ownership | undefined {
  try {
    return JSON.parse(readOwnFile(dataDir, FILE) ?? '') as Ownership;
  } catch {
    return undefined;
  }
}

export function hasLivingOwner(dataDir: string): boolean {
  const ownership = readOwnership(dataDir);
  return ownership !== undefined && isAlive(ownership.owner);
}

export function weOwn(dataDir: string): boolean {
  return readOwnership(dataDir)?.owner.pid === process.pid && hasLivingOwner(dataDir);
}

export function giveUpOwnership(dataDir: string): void {
  rmSync(join(dataDir, FILE), { force: true });
}
