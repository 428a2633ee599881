import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { within } from '../platform/deadline.js';
import { InvalidBodyError } from '../platform/errors/app-error.js';
import { Log } from '../platform/logging/log.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { SlackClients, slackFailure } from '../slack/index.js';

const MOST_KNOWN = 10_000;
const KNOWN_FOR_MS = 10 * 60 * 1_000;
/** Of the 3 s in which a modal must be answered. */
const LOOKUP_MS = 1_500;
const NOBODY = new Set(['user_not_found', 'user_not_visible']);
/** So many are named in a sentence. */
const MOST_NAMED = 3;

/** Whether those who are to be on call are people whom a ping reaches. */
@Injectable()
export class OnCallPeople {
  /** Only those who are there: whoever was mistyped or invited a moment ago is asked for again. */
  private readonly known = new LRUCache<string, true>({ max: MOST_KNOWN, ttl: KNOWN_FOR_MS });

  constructor(
    private readonly clients: SlackClients,
    private readonly log: Log,
  ) {}

  /**
   * Whoever Slack can't be asked about in time is taken at their word.
   * @param pointer to the field that has the ids
   * @throws InvalidBodyError
   */
  async check(ctx: WorkspaceContext, ids: readonly string[], pointer: string): Promise<void> {
    const asked = [...new Set(ids)];
    const there = await Promise.allSettled(asked.map((id) => within(LOOKUP_MS, this.isThere(ctx, id))));
    const failed = there.find((one) => one.status === 'rejected');
    if (failed !== undefined) {
      this.log.warn(
        { err: failed.reason as unknown, workspace: ctx.workspaceId },
        'Slack could not be asked who is to be on call',
      );
    }
    const nobody = asked.filter((_, index) => {
      const one = there[index];
      return one.status === 'fulfilled' && !one.value;
    });
    if (nobody.length === 0) return;
    const more = nobody.length > MOST_NAMED ? ` and ${nobody.length - MOST_NAMED} more` : '';
    const detail =
      `Nobody active in this workspace has the id ${nobody.slice(0, MOST_NAMED).join(', ')}${more}. ` +
      'A person’s profile in Slack has it under “Copy member ID”, such as U0123456789.';
    throw new InvalidBodyError({ detail, faults: [{ pointer, detail }] });
  }

  private async isThere(ctx: WorkspaceContext, id: string): Promise<boolean> {
    const key = `${ctx.workspaceId} ${id}`;
    if (this.known.has(key)) return true;
    try {
      const { users } = await this.clients.of(ctx);
      const { user } = await users.info({ user: id });
      if (user?.deleted === true) return false;
    } catch (error) {
      if (NOBODY.has(slackFailure(error).code)) return false;
      throw error;
    }
    this.known.set(key, true);
    return true;
  }
}
