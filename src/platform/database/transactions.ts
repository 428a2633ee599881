import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import type { WorkspaceContext } from '../workspace-context.js';

const MOST_TRIES = 3;
/** deadlock_detected, serialization_failure. */
const PASSING = new Set<unknown>(['40P01', '40001']);

/** PostgreSQL gave up on a transaction that may well succeed when it is run again. */
export const mayPass = (error: unknown): boolean => PASSING.has((error as { code?: unknown } | null)?.code);

/**
 * The transactions of services. One that is asked for while something that Slack sent is being handled commits together
 * with the mark that it is done: the work is done once or not at all, whatever crashes.
 */
@Injectable()
export class Transactions {
  private readonly hooks = new WeakMap<EntityManager, Map<string, () => Promise<void>>>();

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Runs `work` in a transaction, again when it met a deadlock. Where the context is part of a unit of work, in that
   * unit's transaction, or with its seal.
   */
  async run<T>(
    { unit }: Pick<WorkspaceContext, 'unit'>,
    work: (tx: EntityManager) => Promise<T>,
  ): Promise<T> {
    if (unit?.tx !== undefined) return work(unit.tx);
    return this.begin(async (tx) => {
      const result = await work(tx);
      await unit?.seal?.(tx);
      return result;
    });
  }

  /** A transaction of its own, whoever asks. */
  async begin<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      const hooks = new Map<string, () => Promise<void>>();
      let result: T;
      try {
        result = await this.dataSource.transaction((tx) => {
          this.hooks.set(tx, hooks);
          return work(tx);
        });
      } catch (error) {
        if (tries === MOST_TRIES || !mayPass(error)) throw error;
        continue;
      }
      // Outside: whatever a hook throws, what is committed is not run again.
      for (const hook of hooks.values()) await hook();
      return result;
    }
  }

  /** Once `tx` is committed; one hook per name. It must not throw: what is committed stays so. */
  afterCommit(tx: EntityManager, name: string, hook: () => Promise<void>) {
    this.hooks.get(tx)?.set(name, hook);
  }
}
