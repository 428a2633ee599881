import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/**
 * One process, told apart from a later one that got the same pid. `startedAt` is opaque (boot and clock ticks
 * on Linux, a date elsewhere) and empty when the system doesn't tell.
 */
export interface ProcessIdentity {
  pid: number;
  startedAt: string;
}

const hasProc = existsSync('/proc/self/stat');

/** Undefined when there is no such process; a zombie counts as none. */
export function identify(pid: number): ProcessIdentity | undefined {
  if (hasProc) {
    try {
      // The second field is the program's name in brackets and may itself contain spaces and brackets.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (state === 'Z' || state === 'X') return undefined;
      return { pid, startedAt: `${bootId()}/${rest[18]}` };
    } catch {
      return undefined;
    }
  }
  if (!pidExists(pid)) return undefined;
  return { pid, startedAt: ps(pid, 'lstart=') };
}

/** True while the very process that was identified runs. */
export function isAlive(identity: ProcessIdentity): boolean {
  const now = identify(identity.pid);
  return now !== undefined && (identity.startedAt === '' || now.startedAt === identity.startedAt);
}

export function ownIdentity(): ProcessIdentity {
  return identify(process.pid) ?? { pid: process.pid, startedAt: '' };
}

/**
 * Whether a pid is taken by any process, of any user, zombies included: the question PostgreSQL asks of its
 * pid file.
 */
export function pidExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a process is the PostgreSQL server (not one of its children) that runs on this data directory. */
export function isServerOn(pid: number, dataDirectory: string): boolean {
  if (identify(pid) === undefined) return false;
  if (!hasProc) {
    const command = ps(pid, 'command=');
    return command.includes('postgres') && command.includes(dataDirectory);
  }
  const args = readProc(pid, 'cmdline').split('\0');
  if (basename(args[0] ?? '') !== 'postgres') return false;
  try {
    // A server stands in its data directory: this stays right when the checkout is moved or copied under it.
    return readlinkSync(`/proc/${pid}/cwd`) === dataDirectory;
  } catch {
    return args.includes(dataDirectory);
  }
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

let knownBootId: string | undefined;

/** Clock ticks start again at every boot, so they name a process only together with the boot. */
function bootId(): string {
  if (knownBootId === undefined) {
    try {
      knownBootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    } catch {
      knownBootId = '';
    }
  }
  return knownBootId;
}

function ps(pid: number, column: string): string {
  try {
    return execFileSync('ps', ['-ww', '-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
