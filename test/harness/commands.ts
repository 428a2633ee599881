import { runCommand } from '../../src/cli/run-command.js';

export interface Run {
  code: number | null;
  output: string;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * One of the operator's commands in this process: starting a program costs more than most commands do. It takes the
 * process's environment and console for itself, so that they run one after the other.
 */
export function runHere(env: Record<string, string>, ...args: string[]): Promise<Run> {
  const run = last.then(() => runAlone(env, args));
  last = run.catch(() => undefined);
  return run;
}

async function runAlone(env: Record<string, string>, args: string[]): Promise<Run> {
  const lines: string[] = [];
  const { env: own } = process;
  const { log, error } = console;
  process.env = { ...env };
  Object.assign(console, {
    log: (line: string) => lines.push(line),
    error: (line: string) => lines.push(line),
  });
  try {
    return { code: await runCommand(args), output: lines.join('\n') };
  } finally {
    process.env = own;
    Object.assign(console, { log, error });
  }
}
