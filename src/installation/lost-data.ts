import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { Log } from '../platform/logging/log.js';
import { Upkeep } from '../platform/queue/upkeep.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { KEPT_DAYS } from './domain/installation-life.js';
import { lockInstallation } from './installations.service.js';

const ROWS_AT_ONCE = 5_000;
/** These two are what the others hang on: they go last. */
const LAST = ['workspace', 'installation'];

/** Lost, and past the time for which it is kept: alone, or with its installation. */
const DUE = `
  SELECT w.id AS "workspaceId" FROM workspace w JOIN installation i ON i.id = w.installation_id
  WHERE least(w.ended_at, i.ended_at) < clock_now() - interval '${KEPT_DAYS} days' AND (w.ended_at IS NOT NULL OR i.state <> 'active')`;

/**
 * What lost workspaces have stored with us goes after its time, out of every table that has a `workspace_id`, later ones
 * included, the audit trail too. Whoever installs again in the middle of it waits for a batch, and starts with what is left.
 */
@Injectable()
export class LostData {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly log: Log,
    upkeep: Upkeep,
  ) {
    upkeep.add('data of lost workspaces', () => this.forgetDue());
  }

  async forgetDue(): Promise<void> {
    const due: WorkspaceContext[] = await this.dataSource.query(DUE);
    if (due.length > 0) {
      const tables = await this.tables();
      for (const ctx of due) await this.forget(ctx, tables);
    }
    await this.forgetInstallations();
  }

  private async forget(ctx: WorkspaceContext, tables: string[]): Promise<void> {
    const { workspaceId } = ctx;
    for (const table of tables) {
      while (await this.ifDue(ctx, (tx) => this.deleteSome(tx, table, workspaceId)));
    }
    const gone = await this.ifDue(ctx, async (tx) => {
      await tx.query(`DELETE FROM workspace WHERE id = $1`, [workspaceId]);
      return true;
    });
    if (gone) this.log.info({ workspace: workspaceId }, 'The data of a lost workspace was deleted');
  }

  /** @returns what `work` returns; false when the workspace has come back */
  private async ifDue(
    { workspaceId }: WorkspaceContext,
    work: (tx: EntityManager) => Promise<boolean>,
  ): Promise<boolean> {
    return this.dataSource.transaction(async (tx) => {
      await lockInstallation(tx, workspaceId);
      const due: unknown[] = await tx.query(`${DUE} AND w.id = $1`, [workspaceId]);
      return due.length > 0 && work(tx);
    });
  }

  /** @returns whether there may be more */
  private async deleteSome(tx: EntityManager, table: string, workspaceId: string): Promise<boolean> {
    // Audit entries go for this reason alone; see their migration.
    await tx.query(`SELECT set_config('switchboard.forget_workspace', $1, true)`, [workspaceId]);
    const [, count]: [unknown, number] = await tx.query(
      `DELETE FROM ${table} WHERE workspace_id = $1 AND ctid = ANY (ARRAY(
         SELECT ctid FROM ${table} WHERE workspace_id = $1 LIMIT ${ROWS_AT_ONCE}))`,
      [workspaceId],
    );
    return count > 0;
  }

  /** Those that serve nobody any more: a team's, and an organisation's after the last of its workspaces. */
  private async forgetInstallations(): Promise<void> {
    const [rows]: [{ ownerId: string }[], number] = await this.dataSource.query(
      `DELETE FROM installation i
       WHERE state <> 'active' AND ended_at < clock_now() - interval '${KEPT_DAYS} days'
         AND NOT EXISTS (SELECT FROM workspace w WHERE w.installation_id = i.id)
       RETURNING coalesce(team_id, enterprise_id) AS "ownerId"`,
    );
    const tables = rows.length === 0 ? [] : await this.tables();
    for (const { ownerId } of rows) {
      // What was told of an organisation as a whole.
      if (!ownerId.startsWith('E')) continue;
      for (const table of tables) {
        while (await this.dataSource.transaction((tx) => this.deleteSome(tx, table, ownerId)));
      }
    }
  }

  /** Every table of workspaces' rows, those first that others are not waiting behind. */
  private async tables(): Promise<string[]> {
    const rows: { name: string; needs: string[] }[] = await this.dataSource.query(
      `SELECT quote_ident(t.relname) AS name, ARRAY(
         SELECT quote_ident(o.relname) FROM pg_constraint c JOIN pg_class o ON o.oid = c.conrelid
         WHERE c.confrelid = t.oid AND c.contype = 'f' AND c.conrelid <> t.oid) AS needs
       FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped
       WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p') AND NOT t.relispartition`,
    );
    return inOrder(rows.filter(({ name }) => !LAST.includes(name)));
  }
}

/** A table comes after all that refer to it; where they refer to each other in a circle, as they stand. */
export function inOrder(tables: { name: string; needs: string[] }[]): string[] {
  const known = new Set(tables.map(({ name }) => name));
  const done: string[] = [];
  const rest = new Map(tables.map(({ name, needs }) => [name, needs.filter((other) => known.has(other))]));
  while (rest.size > 0) {
    const free = [...rest].find(([, needs]) => needs.every((other) => !rest.has(other)));
    const [name] = free ?? [...rest][0];
    done.push(name);
    rest.delete(name);
  }
  return done;
}
