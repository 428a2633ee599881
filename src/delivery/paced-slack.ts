import type { WebClient } from '@slack/web-api';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { SlackCallError, type SlackClients } from '../slack/index.js';
import type { WorkspacePace } from './domain/workspace-pace.js';
import { failureOf } from './failure-of.js';

/** One workspace's Web API beside its messages, asked no faster than Slack allows. */
export class PacedSlack {
  constructor(
    readonly ctx: WorkspaceContext,
    private readonly clients: SlackClients,
    private readonly pace: WorkspacePace,
    private readonly now: () => number,
  ) {}

  /**
   * One attempt, if its turn has come.
   * @throws SlackCallError; with `retryAfterMs` where it has not, or where Slack said to wait
   */
  async ask<T>(method: string, call: (client: WebClient) => Promise<T>): Promise<T> {
    const waitMs = this.pace.methodAt(method, '', this.now()) - this.now();
    if (waitMs > 0) {
      const words = `${method} has been asked as often as Slack allows`;
      const failure = { code: 'ratelimited', retryAfterMs: waitMs, words, mayHaveArrived: false };
      throw new SlackCallError({ kind: 'retry', ...failure });
    }
    const begun = this.pace.begin(method, '');
    try {
      return await call(await this.clients.of(this.ctx));
    } catch (error) {
      const failure = failureOf(error);
      const { retryAfterMs } = failure;
      if (retryAfterMs !== undefined) this.pace.refused(method, '', retryAfterMs, this.now());
      throw new SlackCallError(failure);
    } finally {
      this.pace.end(begun, this.now());
    }
  }
}
