import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { Envelope } from '../platform/crypto/envelope.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import type { GrantedWebhook } from './domain/grant.js';
import { webhookPlace } from './sealed-places.js';

export interface IncomingWebhook {
  channelId: string;
  /** As Slack showed it when it was granted, `#ops`. */
  channelName: string;
  /** Whoever has it can post there: never show or log it. */
  url: string;
  /** Where a person changes or removes it. */
  configurationUrl: string;
}

export interface GrantedChannel {
  channelName: string;
  /** A Slack user, where it is known. */
  grantedBy: string | null;
  grantedAt: Date;
}

/** Channels that a workspace's people have opened to us by an incoming webhook, beside what the bot may do. */
@Injectable()
export class IncomingWebhooks {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly envelope: Envelope,
  ) {}

  /** One per channel: Slack makes another with each grant, and the newest is kept. */
  async keep(
    ctx: WorkspaceContext,
    tx: EntityManager,
    installation: { id: string; dataKey: string },
    webhook: GrantedWebhook,
    grantedBy: string | undefined,
  ): Promise<void> {
    const { workspaceId } = ctx;
    const place = webhookPlace(installation.id, workspaceId, webhook.channelId);
    await tx.query(
      `INSERT INTO incoming_webhook
         (workspace_id, channel_id, channel_name, installation_id, url, configuration_url, granted_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (workspace_id, channel_id) DO UPDATE SET channel_name = EXCLUDED.channel_name,
         installation_id = EXCLUDED.installation_id, url = EXCLUDED.url,
         configuration_url = EXCLUDED.configuration_url, granted_by = EXCLUDED.granted_by, granted_at = clock_now()`,
      [
        workspaceId,
        webhook.channelId,
        webhook.channelName,
        installation.id,
        this.envelope.encrypt(installation.dataKey, place, webhook.url),
        webhook.configurationUrl,
        grantedBy ?? null,
      ],
    );
  }

  /** @param channel its id, or its name with the `#`; the newest of all where none is named */
  async of(ctx: WorkspaceContext, channel?: string): Promise<IncomingWebhook | undefined> {
    const rows: (IncomingWebhook & { installationId: string; dataKey: string })[] =
      await this.dataSource.query(
        `SELECT h.channel_id AS "channelId", h.channel_name AS "channelName", h.url,
         h.configuration_url AS "configurationUrl", i.id AS "installationId", i.data_key AS "dataKey"
       FROM incoming_webhook h JOIN installation i ON i.id = h.installation_id
       WHERE h.workspace_id = $1 AND i.state = 'active' AND ($2::text IS NULL OR $2 IN (h.channel_id, h.channel_name))
       ORDER BY h.granted_at DESC LIMIT 1`,
        [ctx.workspaceId, channel ?? null],
      );
    const [row] = rows;
    if (row === undefined) return undefined;
    const { channelId, channelName, configurationUrl, installationId, dataKey } = row;
    const url = this.envelope.decrypt(
      dataKey,
      webhookPlace(installationId, ctx.workspaceId, channelId),
      row.url,
    );
    return { channelId, channelName, url, configurationUrl };
  }

  /** Without their URLs, newest first. */
  async list({ workspaceId }: WorkspaceContext): Promise<GrantedChannel[]> {
    return this.dataSource.query(
      `SELECT channel_name AS "channelName", granted_by AS "grantedBy", granted_at AS "grantedAt"
       FROM incoming_webhook WHERE workspace_id = $1 ORDER BY granted_at DESC`,
      [workspaceId],
    );
  }
}
