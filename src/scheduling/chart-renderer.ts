import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { Log } from '../platform/logging/log.js';

const PROGRAM = createRequire(import.meta.url).resolve('#render-chart');
const TIMEOUT_MS = 15_000;
const IDLE_MS = 30_000;

interface Waiting {
  resolve: (png: Buffer) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

/**
 * Draws charts in a child process, which is there while there are some to draw: a picture that takes too long, or takes its
 * program down, costs that picture alone, and nobody waits for the event loop meanwhile.
 */
@Injectable()
export class ChartRenderer implements BeforeApplicationShutdown {
  private readonly waiting = new Map<number, Waiting>();
  private child?: ChildProcess;
  private idle?: NodeJS.Timeout;
  private lastId = 0;

  constructor(private readonly log: Log) {}

  beforeApplicationShutdown() {
    this.end('The service stops');
  }

  /** @returns a PNG */
  render(spec: object): Promise<Buffer> {
    clearTimeout(this.idle);
    const child = (this.child ??= this.start());
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => this.end(`A chart was not drawn within ${TIMEOUT_MS / 1_000} s`),
        TIMEOUT_MS,
      );
      this.waiting.set(id, { resolve, reject, timer });
      child.send({ id, spec }, (error) => {
        if (error !== null && child === this.child) this.end(error.message);
      });
    });
  }

  private start(): ChildProcess {
    const { PATH } = process.env;
    // It needs nothing of what the service knows: no secret is in its environment.
    const child = fork(PROGRAM, {
      env: { PATH },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // What holds a process open is what it serves.
    child.unref();
    child.channel?.unref();
    child.on('message', (answer) => this.answered(answer as { id: number; png?: string; error?: string }));
    child.on('error', (err) => this.log.warn({ err }, 'The program that draws charts could not be started'));
    child.on('exit', () => {
      if (child === this.child) this.end('The program that draws charts ended');
    });
    return child;
  }

  private answered({ id, png, error }: { id: number; png?: string; error?: string }) {
    const one = this.waiting.get(id);
    if (one === undefined) return;
    this.waiting.delete(id);
    clearTimeout(one.timer);
    if (png === undefined) one.reject(new Error(error ?? 'The chart is empty'));
    else one.resolve(Buffer.from(png, 'base64'));
    if (this.waiting.size > 0) return;
    this.idle = setTimeout(() => this.end('idle'), IDLE_MS);
    this.idle.unref();
  }

  private end(why: string) {
    clearTimeout(this.idle);
    const { child } = this;
    this.child = undefined;
    for (const { reject, timer } of this.waiting.values()) {
      clearTimeout(timer);
      reject(new Error(why));
    }
    this.waiting.clear();
    child?.kill('SIGKILL');
  }
}
