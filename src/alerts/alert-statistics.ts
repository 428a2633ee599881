import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Severity } from '../notifications/index.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import type { AlertState } from './domain/alert-life.js';

/** From `from` on, up to but without `to`. */
interface Period {
  from: Date;
  to: Date;
}

export interface AlertCount {
  /** The label `service`, else the source; null where it has neither. */
  service: string | null;
  severity: Severity;
  count: number;
}

/** Of what fired in a period. Times are medians, in seconds; null where nobody acknowledged, or nothing is resolved yet. */
export interface AlertFigures {
  counts: AlertCount[];
  services: { service: string | null; acknowledgedS: number | null; resolvedS: number | null }[];
  /** How many of all; their medians are of these alone. */
  acknowledged: number;
  resolved: number;
  acknowledgedS: number | null;
  resolvedS: number | null;
}

export interface OpenAlert {
  title: string;
  severity: Severity;
  state: AlertState;
  firedAt: Date | null;
}

export interface OpenCount extends AlertCount {
  state: 'firing' | 'acknowledged';
}

interface Whole {
  /** 1 in the row of all services together. */
  whole: number;
  acknowledged: number;
  resolved: number;
}

const SERVICE = `coalesce(body->'labels'->>'service', source)`;
const IN_PUBLIC = `EXISTS (SELECT FROM card k JOIN channel c ON c.workspace_id = k.workspace_id AND c.id = k.channel_id
  WHERE k.workspace_id = alert.workspace_id AND k.subject = 'alert:' || alert.id AND NOT c.is_private)`;
const FIRED = `FROM alert WHERE workspace_id = $1 AND fired_at >= $2 AND fired_at < $3`;
const median = (until: string) =>
  `percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ${until} - fired_at)::float8)`;
const MEDIANS = `${median('acknowledged_at')} AS "acknowledgedS", ${median('resolved_at')} AS "resolvedS"`;

/** Alerts counted, for reports. */
@Injectable()
export class AlertStatistics {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async of({ workspaceId }: WorkspaceContext, { from, to }: Period): Promise<AlertFigures> {
    const values = [workspaceId, from, to];
    const counts: AlertCount[] = await this.dataSource.query(
      `SELECT ${SERVICE} AS service, severity, count(*)::int AS count ${FIRED} GROUP BY 1, 2`,
      values,
    );
    const rows: (AlertFigures['services'][number] & Whole)[] = await this.dataSource.query(
      `SELECT ${SERVICE} AS service, GROUPING(${SERVICE}) AS whole, count(acknowledged_at)::int AS acknowledged,
         count(resolved_at)::int AS resolved, ${MEDIANS} ${FIRED}
       GROUP BY GROUPING SETS ((${SERVICE}), ())`,
      values,
    );
    const all = rows.find(({ whole }) => whole === 1);
    const services = rows
      .filter(({ whole }) => whole === 0)
      .map(({ service, acknowledgedS, resolvedS }) => ({ service, acknowledgedS, resolvedS }));
    const { acknowledged = 0, resolved = 0, acknowledgedS = null, resolvedS = null } = all ?? {};
    return { counts, services, acknowledged, resolved, acknowledgedS, resolvedS };
  }

  /** What fired when: counts by quarters of an hour, so that they fall into any zone's hours. */
  async firings(
    { workspaceId }: WorkspaceContext,
    { from, to }: Period,
  ): Promise<{ at: Date; severity: Severity; count: number }[]> {
    return this.dataSource.query(
      `SELECT date_bin('15 minutes', fired_at, 'epoch') AS at, severity, count(*)::int AS count ${FIRED} GROUP BY 1, 2 ORDER BY 1`,
      [workspaceId, from, to],
    );
  }

  /** Those of which something has fired in so many days, by name. */
  async services({ workspaceId }: WorkspaceContext, days: number): Promise<string[]> {
    const rows: { service: string }[] = await this.dataSource.query(
      `SELECT DISTINCT ${SERVICE} AS service FROM alert
       WHERE workspace_id = $1 AND fired_at >= clock_now() - $2 * interval '1 day' AND ${SERVICE} IS NOT NULL
       ORDER BY 1 LIMIT 1000`,
      [workspaceId, days],
    );
    return rows.map(({ service }) => service);
  }

  /**
   * What is not resolved now, the severest and oldest first.
   * @param which `public`: only what has a card in a channel into which everybody may look
   */
  async open(
    { workspaceId }: WorkspaceContext,
    most: number,
    which: 'all' | 'public' = 'all',
  ): Promise<{ firing: number; acknowledged: number; alerts: OpenAlert[] }> {
    const seen = which === 'all' ? '' : `AND ${IN_PUBLIC}`;
    const [counted]: { firing: number; acknowledged: number }[] = await this.dataSource.query(
      `SELECT count(*) FILTER (WHERE state = 'firing')::int AS firing,
         count(*) FILTER (WHERE state = 'acknowledged')::int AS acknowledged
       FROM alert WHERE workspace_id = $1 AND state IN ('firing', 'acknowledged') ${seen}`,
      [workspaceId],
    );
    const alerts: OpenAlert[] = await this.dataSource.query(
      `SELECT title, severity, state, fired_at AS "firedAt" FROM alert
       WHERE workspace_id = $1 AND state IN ('firing', 'acknowledged') ${seen}
       ORDER BY array_position(ARRAY['critical', 'error', 'warning', 'info'], severity), fired_at LIMIT $2`,
      [workspaceId, most],
    );
    return { ...counted, alerts };
  }

  /** What is not resolved now, counted. */
  async openByService({ workspaceId }: WorkspaceContext): Promise<OpenCount[]> {
    return this.dataSource.query(
      `SELECT ${SERVICE} AS service, severity, state, count(*)::int AS count FROM alert
       WHERE workspace_id = $1 AND state IN ('firing', 'acknowledged') GROUP BY 1, 2, 3`,
      [workspaceId],
    );
  }

  /** Of some services, as they are spelt in `openByService`: the severest and oldest first. @param which as for `open` */
  async openOf(
    { workspaceId }: WorkspaceContext,
    services: string[],
    most: number,
    which: 'all' | 'public',
  ): Promise<OpenAlert[]> {
    return this.dataSource.query(
      `SELECT title, severity, state, fired_at AS "firedAt" FROM alert
       WHERE workspace_id = $1 AND state IN ('firing', 'acknowledged') AND ${SERVICE} = ANY ($2)
         ${which === 'all' ? '' : `AND ${IN_PUBLIC}`}
       ORDER BY array_position(ARRAY['critical', 'error', 'warning', 'info'], severity), fired_at LIMIT $3`,
      [workspaceId, services, most],
    );
  }
}
