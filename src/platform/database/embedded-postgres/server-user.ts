import { execFileSync, spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** Whom PostgreSQL runs as when we are root (it refuses to run as root itself). */
export interface ServerUser {
  uid: number;
  gid: number;
}

export interface CommandResult {
  /** Exit code; -1 when it could not be run at all or was ended by a signal. */
  code: number;
  /** Standard output and standard error as they came. */
  output: string;
}

export function weAreRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Undefined when we are an ordinary user: then PostgreSQL runs as us. For root it is the owner of the
 * directory that is already there, else the user `postgres`, else `nobody`.
 */
export function serverUserFor(directory: string): ServerUser | undefined {
  if (!weAreRoot()) return undefined;
  const made = statSync(directory, { throwIfNoEntry: false });
  if (made !== undefined && made.uid !== 0) return { uid: made.uid, gid: made.gid };
  const user = lookUp('postgres') ?? lookUp('nobody');
  if (user === undefined) {
    throw new EmbeddedPostgresError(
      'NO_SERVER_USER',
      'PostgreSQL refuses to run as root, and this system has neither a user `postgres` nor a user `nobody` to run it as. ' +
        'Run this as an ordinary user, or add one: useradd --system postgres',
    );
  }
  return user;
}

function lookUp(name: string): ServerUser | undefined {
  try {
    const ask = (flag: string) =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    const user = { uid: ask('-u'), gid: ask('-g') };
    return user.uid > 0 ? user : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Runs a command as the server's user. Never rejects.
 *
 * The command gets a session of its own, so that Ctrl-C on our terminal doesn't reach it; `/` as its
 * directory, because that user may not be allowed into ours; and an environment without PG* variables, which
 * would change what it does.
 */
export function runAs(
  user: ServerUser | undefined,
  command: string,
  args: string[],
  timeoutMs = 120_000,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, {
      ...user,
      cwd: '/',
      detached: true,
      timeout: timeoutMs,
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => resolve({ code: -1, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? -1, output }));
  });
}

/** Whether the server's user can write into a directory, all its parents included. */
export async function canUse(user: ServerUser | undefined, directory: string): Promise<boolean> {
  const { code } = await runAs(user, '/bin/sh', [
    '-c',
    'test -r "$1" && test -w "$1" && test -x "$1"',
    'sh',
    directory,
  ]);
  return code === 0;
}
