import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config, wantsEmbeddedDatabase } from '../config/config.js';
import { startEmbeddedPostgres } from './embedded-postgres/embedded-postgres.js';

export interface Ground {
  /** With the embedded database's URL and key filled in, where it was asked for. */
  config: Config;
  /** Stops what was started here; nothing where the database is somebody else's. */
  stop(): Promise<void>;
}

/** Starts, or adopts, the embedded database if and only if the configuration asks for it. */
export async function prepareGround(
  config: Config,
  { dataDir, onProgress }: { dataDir: string; onProgress: (line: string) => void },
): Promise<Ground> {
  if (!wantsEmbeddedDatabase(config)) return { config, stop: () => Promise.resolve() };
  const postgres = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), onProgress });
  const encryptionKeys = config.encryptionKeys ?? (await keptKey(dataDir));
  return {
    config: Object.assign(Object.create(Object.getPrototypeOf(config) as object) as Config, config, {
      databaseUrl: postgres.url,
      encryptionKeys,
    }),
    stop: () => postgres.stop(),
  };
}

/** A key beside the embedded database: both are for trying things out, and go together. */
async function keptKey(dataDir: string): Promise<string> {
  const file = join(dataDir, 'encryption-keys');
  await mkdir(dataDir, { recursive: true });
  try {
    // Of two starters at once, one writes.
    await writeFile(file, `local:${randomBytes(32).toString('base64')}`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return (await readFile(file, 'utf8')).trim();
}
