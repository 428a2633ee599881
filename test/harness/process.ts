import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const preload = new URL('./die-with-parent.mjs', import.meta.url).href;

export interface ProgramOptions {
  args?: string[];
  /**
   * Everything the program sees beside PATH, HOME and TMPDIR: a developer's own settings must not reach a
   * test.
   */
  env?: Record<string, string>;
  /** A process group of its own, for `signalGroup`. */
  ownGroup?: boolean;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

const running = new Set<RunningProgram>();

/**
 * Starts a program of ours, named as built: `startProgram('src/main.js', { env })`. It dies with the test
 * process; end it earlier with `stop` or `kill9`, or all at once with `stopAllPrograms` in afterAll.
 */
export function startProgram(program: string, options: ProgramOptions = {}): RunningProgram {
  const file = `${repository}dist/${program}`;
  if (!existsSync(file))
    throw new Error(`${file} is not built: run the tests with npm test, or npm run build first`);
  return startNode([file, ...(options.args ?? [])], options);
}

/** Starts a module given as text. `import` from dist with `distUrl`. */
export function startScript(code: string, options: ProgramOptions = {}): RunningProgram {
  return startNode(['--input-type=module', '--eval', code, ...(options.args ?? [])], options);
}

/** What to `import` in a script to get a built module, for example `distUrl('src/main.js')`. */
export function distUrl(module: string): string {
  return new URL(`../../dist/${module}`, import.meta.url).href;
}

/** SIGKILL to every program that still runs; resolves when all have ended. */
export async function stopAllPrograms(): Promise<void> {
  await Promise.all([...running].map((program) => program.kill9()));
}

function startNode(args: string[], options: ProgramOptions): RunningProgram {
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn(process.execPath, ['--import', preload, '--enable-source-maps', ...args], {
    cwd: repository,
    env: { PATH, HOME, TMPDIR, ...options.env },
    detached: options.ownGroup ?? false,
    // The fourth is the lifeline: see die-with-parent.mjs.
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  return new RunningProgram(child);
}

/** A program that a test has started, with all it has printed. */
export class RunningProgram {
  /** Complete lines of standard output and standard error, in the order they came. */
  readonly lines: string[] = [];
  /** Resolves when the program has ended and all its output is in `lines`. */
  readonly exited: Promise<Exit>;
  private exit: Exit | undefined;
  private readonly watchers = new Set<() => void>();

  constructor(private readonly child: ChildProcess) {
    running.add(this);
    const finish = [this.collect(child.stdout), this.collect(child.stderr)];
    child.on('error', (error) => this.lines.push(`could not be started: ${error.message}`));
    this.exited = once(child, 'close').then(([code, signal]: (number | string | null)[]) => {
      for (const flush of finish) flush();
      this.exit = { code: code as number | null, signal: signal as NodeJS.Signals | null };
      running.delete(this);
      this.notify();
      return this.exit;
    });
    // Nobody has to wait for it.
    this.exited.catch(() => undefined);
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  get output(): string {
    return this.lines.join('\n');
  }

  /**
   * The first line that matches, printed already or yet to come.
   *
   * @param timeoutMs Rejects after it, and at once when the program ends first; the error shows what it
   * printed.
   */
  waitForLine(pattern: RegExp, timeoutMs = 90_000): Promise<RegExpMatchArray> {
    return new Promise((resolve, reject) => {
      let seen = 0;
      const stopWatching = () => {
        clearTimeout(timer);
        this.watchers.delete(look);
      };
      const fail = (why: string) => {
        stopWatching();
        reject(new Error(`No line matched ${pattern} ${why}. It printed:\n${this.output || '(nothing)'}`));
      };
      const look = () => {
        for (; seen < this.lines.length; seen += 1) {
          const match = this.lines[seen]?.match(pattern);
          if (match) {
            stopWatching();
            return resolve(match);
          }
        }
        if (this.exit) fail(`before the program ended (code ${this.exit.code}, signal ${this.exit.signal})`);
      };
      const timer = setTimeout(() => fail(`within ${timeoutMs} ms`), timeoutMs);
      this.watchers.add(look);
      look();
    });
  }

  /** Sends a signal and waits for the end; SIGKILL follows when it takes longer than `timeoutMs`. */
  async stop(signal: NodeJS.Signals = 'SIGTERM', timeoutMs = 15_000): Promise<Exit> {
    this.child.kill(signal);
    const timer = setTimeout(() => this.child.kill('SIGKILL'), timeoutMs);
    try {
      return await this.exited;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends it as a crash would: it gets no chance to clean up. */
  kill9(): Promise<Exit> {
    return this.stop('SIGKILL');
  }

  /**
   * What a terminal does on Ctrl-C: the signal goes to the program and all it started in its group. Needs
   * `ownGroup`.
   */
  signalGroup(signal: NodeJS.Signals): Promise<Exit> {
    process.kill(-this.pid, signal);
    return this.exited;
  }

  /** Splits a stream into lines; the returned function adds an unfinished last one. */
  private collect(stream: NodeJS.ReadableStream | null): () => void {
    let rest = '';
    stream?.setEncoding('utf8');
    stream?.on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      this.lines.push(...parts);
      this.notify();
    });
    return () => {
      if (rest !== '') this.lines.push(rest);
      rest = '';
    };
  }

  private notify(): void {
    for (const look of [...this.watchers]) look();
  }
}
