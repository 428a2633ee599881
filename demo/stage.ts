import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, DEMO_SIGNING_SECRET } from '../sandbox/demo.js';
import { bareEnvironment, Program, type ProgramOptions } from './program.js';
import { DemoError, directoryOf, ROOT, type DemoOptions } from './options.js';
import { until } from './until.js';

const START_MS = 60_000;
/** Longer than the service itself allows its shutdown. */
const STOP_MS = 25_000;

/** PostgreSQL, the sandbox and the service, each a process of its own. `close` ends them in the right order. */
export class Stage {
  readonly serviceUrl: string;
  readonly sandboxUrl: string;
  readonly directory: string;
  /** Resolves, with the error to show, when one of the three ends though nobody asked it to. */
  readonly death: Promise<DemoError>;
  private readonly died: (error: DemoError) => void;
  private keeper?: Program;
  private sandbox?: Program;
  private service?: Program;
  private databaseUrl = '';
  private closing?: Promise<string[]>;
  private readonly encryptionKeys = `demo:${randomBytes(32).toString('base64')}`;

  constructor(private readonly options: DemoOptions) {
    this.directory = directoryOf(options);
    this.serviceUrl = `http://localhost:${options.servicePort}`;
    this.sandboxUrl = `http://localhost:${options.sandboxPort}`;
    let died: (error: DemoError) => void = () => undefined;
    this.death = new Promise((resolve) => (died = resolve));
    this.died = died;
  }

  /** Starts PostgreSQL with an empty database. The sandbox forgets all when it ends; so does the demo. */
  async startDatabase(): Promise<void> {
    const keeper = (this.keeper = this.start({
      name: 'the keeper of PostgreSQL',
      file: 'demo/postgres-keeper.js',
      log: this.logOf('postgres'),
      env: { DATA_DIR: join(this.directory, 'postgres') },
      ipc: true,
    }));
    const answer = await new Promise<{ url?: string; error?: string }>((resolve) =>
      keeper.onMessage((message) => resolve(message as { url?: string; error?: string })),
    );
    if (answer.url === undefined) throw new DemoError(`PostgreSQL did not start. ${answer.error}`);
    this.databaseUrl = answer.url;
  }

  async startSandbox(): Promise<void> {
    this.sandbox = this.start({
      name: 'the sandbox',
      file: 'sandbox/main.js',
      log: this.logOf('sandbox'),
      env: { SANDBOX_PORT: String(this.options.sandboxPort), SANDBOX_APP_URL: this.serviceUrl },
    });
    await this.answers(`${this.sandboxUrl}/control/state`, 'sandbox');
  }

  async startService(): Promise<void> {
    this.service = this.start({
      name: 'the service',
      file: 'src/main.js',
      log: this.logOf('service'),
      continue: this.service !== undefined,
      env: this.serviceEnvironment,
    });
    await this.answers(`${this.serviceUrl}/health/ready`, 'service');
  }

  /** Ends the service as a crash would. */
  async killService(): Promise<void> {
    await this.service?.kill9();
  }

  /** Stops the service as an operator would. @returns how it ended, in words */
  async stopService(): Promise<string> {
    return (await this.service?.stop(STOP_MS)) ?? 'was never started';
  }

  /** Runs the operator's command, `npx switchboard …`, and reads its JSON. */
  async switchboard<T>(...args: string[]): Promise<T> {
    const cli = join(ROOT, 'bin', 'switchboard.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [cli, ...args, '--json'], {
      cwd: this.directory,
      env: { ...bareEnvironment(), ...this.serviceEnvironment },
      timeout: START_MS,
    });
    return JSON.parse(stdout) as T;
  }

  /** For `node --env-file`: lets a person run the operator's command on the demo's database. @returns the file */
  async writeEnvironment(): Promise<string> {
    const file = join(this.directory, 'env');
    const lines = Object.entries(this.serviceEnvironment).map(([name, value]) => `${name}=${value}\n`);
    await writeFile(file, lines.join(''), { mode: 0o600 });
    return file;
  }

  /** Ends what runs: first who uses, then who is used. May be called again. @returns what did not end well */
  close(): Promise<string[]> {
    return (this.closing ??= this.stopAll());
  }

  private async stopAll(): Promise<string[]> {
    const unwell = [];
    for (const program of [this.service, this.sandbox, this.keeper]) {
      if (program === undefined || program.isOver) continue;
      const how = await program.stop(STOP_MS);
      // SIGTERM ends a program that is still loading, and has nothing to put away.
      if (!['ended with code 0', 'was ended by SIGTERM'].includes(how)) unwell.push(`${program.name} ${how}`);
    }
    return unwell;
  }

  private start(options: ProgramOptions): Program {
    // A step that was under way when the end came must not start anything any more.
    if (this.closing !== undefined) throw new DemoError('The demo is ending.');
    const program = new Program(options);
    void program.diesUnasked().then(this.died);
    return program;
  }

  private async answers(url: string, name: string): Promise<void> {
    await until(
      async () => {
        if (this.closing !== undefined) throw new DemoError('The demo is ending.');
        const response = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
        await response?.arrayBuffer();
        return response?.ok ? true : undefined;
      },
      {
        timeoutMs: START_MS,
        everyMs: 50,
        otherwise: () => `the ${name} did not answer on ${url} (see ${relative(ROOT, this.logOf(name))})`,
      },
    );
  }

  private logOf(program: string): string {
    return join(this.directory, `${program}.log`);
  }

  private get serviceEnvironment(): Record<string, string> {
    return {
      PORT: String(this.options.servicePort),
      PUBLIC_URL: this.serviceUrl,
      DATABASE_URL: this.databaseUrl,
      ENCRYPTION_KEYS: this.encryptionKeys,
      SLACK_CLIENT_ID: DEMO_CLIENT_ID,
      SLACK_CLIENT_SECRET: DEMO_CLIENT_SECRET,
      SLACK_SIGNING_SECRET: DEMO_SIGNING_SECRET,
      SLACK_API_URL: `${this.sandboxUrl}/api/`,
      SLACK_AUTHORIZE_URL: `${this.sandboxUrl}/oauth/v2/authorize`,
    };
  }
}
