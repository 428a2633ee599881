import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { DemoError, ROOT } from './options.js';

const PRELOAD = new URL('./die-with-parent.js', import.meta.url).href;

export interface ProgramOptions {
  /** For people: "the service". */
  name: string;
  /** As built, below dist/: `src/main.js`. */
  file: string;
  /** Where its output goes. */
  log: string;
  /** `continue` appends to the log of a run before. */
  continue?: boolean;
  env?: Record<string, string>;
  /** The program talks to us over IPC, and ends by itself when we are gone. */
  ipc?: boolean;
}

/** What a program of ours sees of this machine. A developer's own settings must not reach the demo. */
export function bareEnvironment(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

/**
 * A program that the demo has started, its output in a file. It is in a process group of its own, so that Ctrl-C in a
 * terminal reaches the demo alone, which then stops all in order; and it dies with the demo.
 */
export class Program {
  readonly name: string;
  /** How it ended, in words. Never rejects. */
  readonly ended: Promise<string>;
  private readonly child: ChildProcess;
  private readonly log: string;
  private over: string | undefined;
  private expected = false;

  constructor(options: ProgramOptions) {
    this.name = options.name;
    this.log = options.log;
    mkdirSync(dirname(options.log), { recursive: true });
    const log = openSync(options.log, options.continue ? 'a' : 'w', 0o600);
    const stdio: StdioOptions = ['ignore', log, log, options.ipc ? 'ipc' : 'pipe'];
    const preload = options.ipc ? [] : ['--import', PRELOAD];
    this.child = spawn(
      process.execPath,
      [...preload, '--enable-source-maps', join(ROOT, 'dist', options.file)],
      // Not the repository: src/main.ts reads a .env where it stands, and a developer's is not the demo's.
      { cwd: dirname(options.log), env: { ...bareEnvironment(), ...options.env }, detached: true, stdio },
    );
    closeSync(log);
    this.child.stdio[3]?.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => resolve(`could not be started (${error.message})`));
      this.child.once('exit', (code, signal) =>
        resolve(signal === null ? `ended with code ${code}` : `was ended by ${signal}`),
      );
    });
    void this.ended.then((how) => (this.over = how));
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  get isOver(): boolean {
    return this.over !== undefined;
  }

  /** What it says over IPC. */
  onMessage(listener: (message: unknown) => void): void {
    this.child.on('message', listener);
  }

  /** Resolves, with the error to show, when it ends though nobody asked it to. */
  async diesUnasked(): Promise<DemoError> {
    const how = await this.ended;
    if (this.expected) return new Promise(() => undefined);
    return this.obituary(how);
  }

  /** Asks it to end, and waits; after `graceMs` it is killed. @returns how it ended, in words */
  async stop(graceMs: number): Promise<string> {
    this.expected = true;
    if (this.over === undefined) {
      if (this.child.connected) this.child.disconnect();
      else this.child.kill('SIGTERM');
    }
    const timer = setTimeout(() => this.child.kill('SIGKILL'), graceMs);
    try {
      return await this.ended;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends it as a crash would: it gets no chance to clean up. */
  async kill9(): Promise<void> {
    this.expected = true;
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private obituary(how: string): DemoError {
    const lines = readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-15);
    const words = lines.join('\n').trim() === '' ? '(nothing)' : lines.map((line) => `  ${line}`).join('\n');
    const file = relative(ROOT, this.log);
    return new DemoError(`Unexpectedly, ${this.name} ${how}. The last it wrote, of ${file}:\n${words}`);
  }
}
