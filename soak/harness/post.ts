import { setTimeout as pause } from 'node:timers/promises';
import type { Program } from '../../bench/harness/program.js';

/** A moment before the next start, as a supervisor has it. */
const RESTART_MS = 100;

/** A process of the service that is started again whenever it ends. */
export class Post {
  private program?: Program;
  private over = false;
  private readonly loop: Promise<void>;

  constructor(
    readonly role: 'web' | 'worker',
    start: () => Program,
  ) {
    this.loop = this.keep(start);
  }

  /** Of the process that stands here now. */
  get pid(): number | undefined {
    return this.program?.pid;
  }

  private async keep(start: () => Program): Promise<void> {
    while (!this.over) {
      this.program = start();
      await this.program.ended;
      await pause(RESTART_MS);
    }
  }

  /** `kill -9`, also in the middle of its start. */
  async kill(): Promise<void> {
    await this.program?.kill9();
  }

  async stop(): Promise<void> {
    this.over = true;
    await this.program?.stop();
    await this.loop;
  }
}
