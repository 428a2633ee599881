import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { bareEnvironment } from '../../demo/program.js';

const DIST = new URL('../../', import.meta.url);
const DIES_WITH_PARENT = new URL('demo/die-with-parent.js', DIST).href;
/** Starting takes two seconds; on a machine that does much else, many more. */
const START_MS = 120_000;

const started = new Set<Program>();

/** Ends whatever still runs. What a benchmark is left with by a crash of its own dies with it all the same. */
export async function stopPrograms(): Promise<void> {
  await Promise.all([...started].map((program) => program.stop()));
}

/**
 * A program of ours in a process of its own, named as built: `Program.start('sandbox/main.js')`. It sees no setting of
 * this machine but those given, and it dies with this process however that ends.
 */
export class Program {
  private readonly lines: string[] = [];
  readonly ended: Promise<unknown>;
  private over = false;
  private heard = (): void => {};

  private constructor(
    private readonly file: string,
    protected readonly child: ChildProcess,
  ) {
    started.add(this);
    this.ended = once(child, 'exit').then(() => {
      this.over = true;
      started.delete(this);
      this.heard();
    });
    if (child.stdout) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        this.lines.push(line);
        this.heard();
      });
    }
  }

  /** `nodeArgs` are for profiling: `--cpu-prof`. */
  static start(file: string, env: Record<string, string> = {}, nodeArgs: string[] = []): Program {
    const path = fileURLToPath(new URL(file, DIST));
    const args = [...nodeArgs, '--import', DIES_WITH_PARENT, '--enable-source-maps', path];
    // The fourth is the lifeline of die-with-parent.ts, the fifth carries the jobs of a worker.
    const stdio = ['ignore', 'pipe', 'inherit', 'pipe', 'ipc'] as const;
    return new Program(
      file,
      spawn(process.execPath, args, { env: { ...bareEnvironment(), ...env }, stdio: [...stdio] }),
    );
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  /** The first line of its output that matches, printed already or yet to come. */
  waitForLine(pattern: RegExp): Promise<RegExpMatchArray> {
    return new Promise((resolve, reject) => {
      const fail = (why: string) =>
        reject(
          new Error(`${this.file} ${why} and printed no line like ${pattern}:\n${this.lines.join('\n')}`),
        );
      const timer = setTimeout(() => fail(`has run for ${START_MS / 1000} s`), START_MS);
      this.heard = () => {
        const match = this.lines.map((line) => line.match(pattern)).find((found) => found !== null);
        if (!match && !this.over) return;
        clearTimeout(timer);
        this.heard = () => {};
        if (match) resolve(match);
        else fail('has ended');
      };
      this.heard();
    });
  }

  /** Gives a worker (see `serveJobs`) its next job; one at a time. */
  async ask<Job, Result>(job: Job): Promise<Result> {
    const answer = once(this.child, 'message') as Promise<[{ result?: Result; error?: string }]>;
    this.child.send({ job });
    const gone = this.ended.then(() => {
      throw new Error(`${this.file} has ended in the middle of its work`);
    });
    const [{ result, error }] = await Promise.race([answer, gone]);
    if (error !== undefined) throw new Error(`${this.file}: ${error}`);
    return result as Result;
  }

  /** As a machine's power cut would: at once, whatever it is doing. */
  async kill9(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** SIGTERM, and after a while SIGKILL. */
  async stop(): Promise<void> {
    if (this.over) return;
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 5000);
    this.child.kill('SIGTERM');
    await this.ended;
    clearTimeout(timer);
  }
}
