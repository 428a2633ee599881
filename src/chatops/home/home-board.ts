import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { HomeView } from '@slack/types';
import { createHash } from 'node:crypto';
import { DataSource } from 'typeorm';
import { Upkeep } from '../../platform/queue/upkeep.js';
import type { WorkspaceContext } from '../../platform/workspace-context.js';
import { SlackClients, slackFailure } from '../../slack/index.js';
import { HomeDesk } from './home-desk.js';

/** For so long after somebody opened it, it may still be open. Slack doesn't tell when it is left. */
const OPEN_FOR_MIN = 15;
/** What changes meanwhile is shown together. */
const EVERY_S = 20;
/** In that time, of one workspace: 60 a minute, of the 100 that Slack allows; the rest is for who opens it. */
const MOST_AT_ONCE = 20;
/** Then what is stored of the hash is wrong, and the newest view counts. */
const MOST_CONFLICTS = 2;

interface Opening {
  workspaceId: string;
  userId: string;
}

interface Shown {
  hash: string | null;
  sha256: Buffer | null;
}

/** Publishes home tabs: when one is opened, after a change from it, and while it may be open. */
@Injectable()
export class HomeBoard {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clients: SlackClients,
    private readonly desk: HomeDesk,
    upkeep: Upkeep,
  ) {
    upkeep.add('home tabs that nobody has opened for long', () =>
      dataSource.query(`DELETE FROM home_opening WHERE opened_at < clock_now() - interval '30 days'`),
    );
  }

  async opened(ctx: WorkspaceContext, userId: string): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO home_opening (workspace_id, user_id, look_at) VALUES ($1, $2, clock_now() + interval '${EVERY_S} seconds')
       ON CONFLICT (workspace_id, user_id) DO UPDATE SET opened_at = clock_now(), look_at = EXCLUDED.look_at`,
      [ctx.workspaceId, userId],
    );
    await this.publish(ctx, userId, true);
  }

  /** Shows how things stand now. @param anew though it would look as it does @throws what @slack/web-api throws */
  async publish(ctx: WorkspaceContext, userId: string, anew = false): Promise<void> {
    for (let conflicts = 0; ; conflicts++) {
      const { hash, sha256 } = await this.shown(ctx, userId);
      // After the hash: what somebody publishes meanwhile is a conflict, and never overwritten by older news.
      const view = await this.desk.viewFor(ctx, userId);
      const digest = sha256Of(view);
      if (!anew && sha256?.equals(digest) === true) return;
      try {
        const { views } = await this.clients.of(ctx);
        const known = conflicts < MOST_CONFLICTS && hash !== null ? { hash } : {};
        const published = await views.publish({ user_id: userId, view, ...known });
        await this.remember(ctx, userId, published.view?.hash ?? null, digest);
        return;
      } catch (error) {
        if (slackFailure(error).code !== 'hash_conflict' || conflicts === MOST_CONFLICTS) throw error;
      }
    }
  }

  /** Takes those that may be open and are due for a look; no two processes take the same. */
  async claimDue(): Promise<Opening[]> {
    const [claimed]: [Opening[], number] = await this.dataSource.query(
      `UPDATE home_opening o SET look_at = clock_now() + interval '${EVERY_S} seconds'
       FROM (
         SELECT workspace_id, user_id FROM (
           SELECT h.workspace_id, h.user_id, h.look_at,
             row_number() OVER (PARTITION BY h.workspace_id ORDER BY h.look_at) + (
               SELECT count(*) FROM home_opening p WHERE p.workspace_id = h.workspace_id
                 AND p.published_at > clock_now() - interval '${EVERY_S} seconds') AS place
           FROM home_opening h
           WHERE h.opened_at > clock_now() - interval '${OPEN_FOR_MIN} minutes' AND h.look_at <= clock_now()) due
         WHERE place <= ${MOST_AT_ONCE}) chosen
       WHERE o.workspace_id = chosen.workspace_id AND o.user_id = chosen.user_id AND o.look_at <= clock_now()
       RETURNING o.workspace_id AS "workspaceId", o.user_id AS "userId"`,
    );
    return claimed;
  }

  /** Slack said to wait with all of a workspace's. */
  async rest({ workspaceId }: WorkspaceContext, ms: number): Promise<void> {
    await this.dataSource.query(
      `UPDATE home_opening SET look_at = greatest(look_at, clock_now() + $2 * interval '1 millisecond')
       WHERE workspace_id = $1 AND opened_at > clock_now() - interval '${OPEN_FOR_MIN} minutes'`,
      [workspaceId, ms],
    );
  }

  private async shown({ workspaceId }: WorkspaceContext, userId: string): Promise<Shown> {
    const rows: Shown[] = await this.dataSource.query(
      `SELECT view_hash AS hash, shown_sha256 AS sha256 FROM home_opening WHERE workspace_id = $1 AND user_id = $2`,
      [workspaceId, userId],
    );
    return rows[0] ?? { hash: null, sha256: null };
  }

  private async remember(ctx: WorkspaceContext, userId: string, hash: string | null, sha256: Buffer) {
    await this.dataSource.query(
      `UPDATE home_opening SET view_hash = $3, shown_sha256 = $4, published_at = clock_now()
       WHERE workspace_id = $1 AND user_id = $2`,
      [ctx.workspaceId, userId, hash, sha256],
    );
  }
}

const sha256Of = (view: HomeView): Buffer => createHash('sha256').update(JSON.stringify(view)).digest();
