import type { Program } from '../harness/program.js';
import { startService } from '../harness/service.js';

export const CRITICAL = 0;
export const INFO = 3;

/** One message that is to be owed. */
export interface Owe {
  workspaceId: string;
  /** The channel's id. */
  channel: string;
  text: string;
  /** 0 is critical, 3 is info. */
  priority: number;
  /** Version 1 shows the card, the others edit it. */
  card?: { subject: string; version: number };
  /** In the thread of this subject's card. */
  replyTo?: string;
  /** Of items with the same number each is committed before the next begins. */
  row?: number;
}

export interface OweJob {
  items: Owe[];
  /** Transactions at once. */
  parallel: number;
}

export interface Owed {
  /** When the last was committed: milliseconds since 1970, by this machine's clock. */
  committedAt: number;
}

/** Writes what is owed, in a process of its own. */
export class Producer {
  private constructor(private readonly program: Program) {}

  static async start(env: Record<string, string>): Promise<Producer> {
    const program = startService('bench/delivery/producer.js', 'web', env);
    await program.waitForLine(/^producer: ready$/);
    return new Producer(program);
  }

  owe(items: Owe[], parallel = 8): Promise<Owed> {
    return this.program.ask<OweJob, Owed>({ items, parallel });
  }

  stop(): Promise<void> {
    return this.program.stop();
  }
}
