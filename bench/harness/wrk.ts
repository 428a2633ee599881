import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Replayed } from './replay.js';
import type { SignedFile } from './signed-file.js';

/** Debian's `wrk` is here. */
export const hasWrk = spawnSync('wrk', ['--version']).error === undefined;

/** dist/bench/harness is where this runs; wrk reads the script where it is written. */
const SCRIPT = fileURLToPath(new URL('../../../bench/harness/replay.lua', import.meta.url));

/** As many as the server takes, each connection sending its next when the last is answered. */
export async function wrk(
  url: string,
  requests: SignedFile,
  connections: number,
  seconds: number,
): Promise<Replayed> {
  const { file, length, count } = requests;
  const load = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', SCRIPT, url];
  const { stdout } = await promisify(execFile)('wrk', [...load, '--', file, `${length}`, `${count}`]);
  const line = stdout.match(/^replayed: (.*)$/m)?.[1];
  if (line === undefined) throw new Error(`wrk said nothing of what it did:\n${stdout}`);
  const told = JSON.parse(line) as Replayed & { answered: number };
  return { ...told, accepted: told.answered - told.refused };
}
