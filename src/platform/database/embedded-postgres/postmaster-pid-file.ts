import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { isServerOn, pidExists } from './process-identity.js';

const POLL_MS = 20;
/** It is written right after the start, before any recovery. */
const PORT_WITHIN_MS = 10_000;

/** A server that runs on a data directory. It may still be starting. */
export interface RunningServer {
  pid: number;
  /** Of 127.0.0.1; undefined while the server hasn't written it yet. */
  port: number | undefined;
}

/** Reads `postmaster.pid`; undefined when no server runs, whatever the file says. */
export function findRunningServer(data: string): RunningServer | undefined {
  const lines = readLines(data);
  const pid = Number(lines?.[0]);
  if (!(pid > 0) || !isServerOn(pid, realpathSync(data))) return undefined;
  const port = Number(lines?.[3]);
  return { pid, port: port > 0 ? port : undefined };
}

/**
 * The port of a server whose starter was killed during the start, and so may not have one yet.
 *
 * @throws EmbeddedPostgresError START_FAILED
 */
export async function waitForPort(data: string): Promise<number> {
  const deadline = Date.now() + PORT_WITHIN_MS;
  for (;;) {
    const running = findRunningServer(data);
    if (running?.port !== undefined) return running.port;
    if (running === undefined || Date.now() > deadline) {
      throw new EmbeddedPostgresError(
        'START_FAILED',
        `The PostgreSQL server that another process had begun to start in ${data} never opened a port.`,
      );
    }
    await pause(POLL_MS);
  }
}

/**
 * Removes a `postmaster.pid` that would keep PostgreSQL from starting though no server runs: one whose pid
 * now belongs to another program, or that was never filled. One whose pid is free stays: PostgreSQL finds in
 * it the shared memory of the dead server, and so notices children of it that are still writing.
 */
export function clearStalePidFile(data: string): void {
  const pid = Number(readLines(data)?.[0]);
  const isFree = pid > 0 && !pidExists(pid);
  if (!isFree && findRunningServer(data) === undefined) rmSync(join(data, 'postmaster.pid'), { force: true });
}

function readLines(data: string): string[] | undefined {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
}
