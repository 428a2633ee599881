import { readFileSync } from 'node:fs';

/** A second signal before this is the first one's echo: a terminal's Ctrl-C arrives from the terminal and through npm. */
const ECHO_MS = 1_000;
const LOOK_MS = 500;

/**
 * Resolves when somebody wants the demo to end, or is not there any more. A signal that comes later still is somebody
 * who doesn't want to wait: then this process ends at once, and what it has started with it.
 */
export function toldToStop(): Promise<void> {
  let first: number | undefined;
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        first ??= performance.now();
        if (performance.now() - first > ECHO_MS) process.exit(1);
        resolve();
      });
    }
    // Whoever read our output is gone.
    process.stdout.on('error', () => resolve());
    whenNpmIsGone(resolve);
  });
}

/** `kill -9` of npm, or of the shell that npm starts us through, tells us nothing; and nobody would find us afterwards. */
function whenNpmIsGone(then: () => void) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const npm = parentOfShell(parent);
  setInterval(() => {
    if (process.ppid !== parent || (npm !== undefined && parentOfShell(parent) !== npm)) then();
  }, LOOK_MS).unref();
}

/** Undefined where that process is no shell, or the system (other than Linux) doesn't tell. */
function parentOfShell(pid: number): number | undefined {
  try {
    const [, name = '', parent] = /\((.*)\) \S+ (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return /^(da|ba|a)?sh$/.test(name) ? Number(parent) : undefined;
  } catch {
    return undefined;
  }
}
