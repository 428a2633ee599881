import type { Program } from '../harness/program.js';
import { startService } from '../harness/service.js';

/** What a worker sent into the sink since it was asked the last time. */
export interface Counted {
  sent: number;
  /** Milliseconds since then, by its own clock. */
  ms: number;
  /** Channels that anything was sent to. */
  channels: number;
  /** Of the channel that got the least. */
  least: number;
}

/** A worker whose messages end in a sink that takes each at once. */
export class SinkWorker {
  private constructor(readonly program: Program) {}

  static async start(env: Record<string, string>, nodeArgs: string[] = []): Promise<SinkWorker> {
    const program = startService('bench/delivery/sink-service.js', 'worker', env, nodeArgs);
    await program.waitForLine(/^sink service: ready$/);
    return new SinkWorker(program);
  }

  count(): Promise<Counted> {
    return this.program.ask<null, Counted>(null);
  }

  stop(): Promise<void> {
    return this.program.stop();
  }
}
