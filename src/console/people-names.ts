import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { LRUCache } from 'lru-cache';
import { DataSource } from 'typeorm';
import { within } from '../platform/deadline.js';
import { Log } from '../platform/logging/log.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { SlackClients } from '../slack/index.js';

const KNOWN_MS = 10 * 60_000;
const MOST_KNOWN = 10_000;
/** For one page. Whom it doesn't reach, the next one looks up. */
const MOST_LOOK_UPS = 10;
/** A page is shown without a name rather than late. */
const PATIENCE_MS = 1_000;

/** What people are called, for pages that would else show ids alone. */
@Injectable()
export class PeopleNames {
  /** Empty for those whom Slack doesn't show. */
  private readonly known = new LRUCache<string, string>({ max: MOST_KNOWN, ttl: KNOWN_MS });

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clients: SlackClients,
    private readonly log: Log,
  ) {}

  /** @returns by id; whoever's name is not known in time is missing */
  async of(ctx: WorkspaceContext, ids: string[]): Promise<ReadonlyMap<string, string>> {
    const key = (id: string) => `${ctx.workspaceId} ${id}`;
    await this.recall(
      ctx,
      ids.filter((id) => !this.known.has(key(id))),
    );
    const unknown = ids.filter((id) => !this.known.has(key(id))).slice(0, MOST_LOOK_UPS);
    // What comes too late for this page is there for the next.
    await within(PATIENCE_MS, Promise.all(unknown.map((id) => this.lookUp(ctx, id)))).catch(() => undefined);
    const names = ids.map((id) => [id, this.known.get(key(id)) ?? ''] as const);
    return new Map(names.filter(([, name]) => name !== ''));
  }

  /** Whoever has signed in has told a name. */
  private async recall({ workspaceId }: WorkspaceContext, ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    const rows: { id: string; name: string }[] = await this.dataSource.query(
      `SELECT DISTINCT ON (user_id) user_id AS id, user_name AS name FROM console_session
       WHERE workspace_id = $1 AND user_id = ANY ($2) ORDER BY user_id, expires_at DESC`,
      [workspaceId, ids],
    );
    for (const { id, name } of rows) this.known.set(`${workspaceId} ${id}`, name);
  }

  private async lookUp(ctx: WorkspaceContext, id: string): Promise<void> {
    try {
      const { users } = await this.clients.of(ctx);
      const { user = {} } = await users.info({ user: id });
      this.known.set(`${ctx.workspaceId} ${id}`, user.real_name || user.name || '');
    } catch (err) {
      if (/user_not_(found|visible)/.test(String(err))) this.known.set(`${ctx.workspaceId} ${id}`, '');
      else
        this.log.info(
          { err, workspace: ctx.workspaceId, user: id },
          'Could not look up what somebody is called',
        );
    }
  }
}
