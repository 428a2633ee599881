import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NAME } from './connection.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import type { ReadyHome, ServerHome } from './server-home.js';
import { runAs } from './server-user.js';

const UNFINISHED = 'unfinished-';

/** Whether `initdb` has run to its end here. */
export function clusterExists(home: ServerHome): boolean {
  return existsSync(home.data) && readdirSync(home.data).length > 0;
}

/**
 * @param majorVersion Of the binaries.
 * @throws EmbeddedPostgresError VERSION_MISMATCH, DATA_INCOMPLETE
 */
export function checkCluster(home: ServerHome, majorVersion: string): void {
  const file = join(home.data, 'PG_VERSION');
  const complete = existsSync(file) && existsSync(join(home.data, 'global', 'pg_control'));
  if (!complete) {
    throw new EmbeddedPostgresError(
      'DATA_INCOMPLETE',
      `${home.data} holds files but is not a whole PostgreSQL data directory: something deleted a part of it. Restore it ` +
        'from a backup, or delete it to start with an empty database.',
    );
  }
  const made = readFileSync(file, 'utf8').trim();
  if (made !== majorVersion) {
    throw new EmbeddedPostgresError(
      'VERSION_MISMATCH',
      `${home.data} was made by PostgreSQL ${made}, and the installed binaries are PostgreSQL ${majorVersion}, which cannot ` +
        `read it. To keep the data, install the version of Switchboard that made it, run pg_dump, and restore after the ` +
        'update; to start with an empty database, delete the directory.',
    );
  }
}

/**
 * Makes the cluster. It gets its place by a rename once it is whole, so that an `initdb` killed half-way
 * leaves only a directory that the next attempt removes.
 *
 * @param durable False skips writing through to the disk: for tests.
 * @throws EmbeddedPostgresError INITDB_FAILED
 */
export async function initialiseCluster(home: ReadyHome, password: string, durable: boolean): Promise<void> {
  for (const entry of readdirSync(home.dir)) {
    if (entry.startsWith(UNFINISHED))
      rmSync(join(home.dir, entry), { recursive: true, force: true, maxRetries: 5 });
  }
  const unfinished = join(home.dir, UNFINISHED + randomBytes(6).toString('hex'));
  const passwordFile = `${unfinished}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600, flag: 'wx' });
  if (home.user !== undefined) chownSync(passwordFile, home.user.uid, home.user.gid);
  const initdb = async (locale: string) => {
    const sync = durable ? [] : ['--no-sync'];
    const login = [`--username=${NAME}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    const text = [
      '--encoding=UTF8',
      `--locale=${locale}`,
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ];
    return runAs(home.user, home.binaries.initdb, ['-D', unfinished, ...login, ...text, ...sync]);
  };
  try {
    let result = await initdb('C.UTF-8');
    // Older macOS has no C.UTF-8; the builtin provider then still sorts and classifies by code point.
    if (result.code !== 0 && result.output.includes('invalid locale')) result = await initdb('C');
    if (result.code !== 0) {
      throw new EmbeddedPostgresError(
        'INITDB_FAILED',
        'initdb could not make a database cluster.',
        result.output,
      );
    }
    renameSync(unfinished, home.data);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // A starter that overlapped with us has put its own there, which is as good.
    if (!clusterExists(home)) throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
}
