import type { EntityManager } from 'typeorm';

/**
 * Whose data this is about: the first argument of everything that reads or writes a workspace's data.
 * Made only where a caller has been identified: by an API key, by a signed Slack request, or by the operator.
 */
export interface WorkspaceContext {
  /** Slack's team id, `T…`: one service instance is one Slack app, so that it is unique (ADR 0004). */
  readonly workspaceId: string;
  /** Set while something that Slack sent is being handled; see `Transactions`. */
  readonly unit?: UnitOfWork;
}

/** What must be committed together. */
export interface UnitOfWork {
  /** The transaction that everything joins. */
  readonly tx?: EntityManager;
  /** Where there is none yet: called at the end of the transaction that is made, to commit with it. */
  readonly seal?: (tx: EntityManager) => Promise<void>;
}
