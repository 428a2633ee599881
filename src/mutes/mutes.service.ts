import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Audit } from '../audit/index.js';
import { Outbox, priorityOf } from '../delivery/index.js';
import {
  type KeptBack,
  type SilenceOf,
  SilencedNotifications,
  type Silencer,
  Silencers,
} from '../notifications/index.js';
import { databaseNow } from '../platform/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import { ConflictError, NotFoundError } from '../platform/errors/app-error.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { type MuteScope, muteFor } from './domain/mute-rule.js';
import { muteCard } from './mute-card.js';
import { MuteEntity } from './mute.entity.js';

const MOST_MUTES = 50;

export interface MuteWish {
  channelId: string;
  /** Without the `#`; undefined where Slack doesn't tell. */
  channelName?: string;
  service: string | null;
  all: boolean;
  forMs: number;
}

interface MuteInForce extends MuteScope {
  id: string;
  until: Date;
}

/** Whoever takes something in while a mute ends waits for it, and the other way round: nothing falls between them. */
const IN_FORCE = `
  SELECT m.id, m.service, m.all_of_it AS all, m.until,
    array_remove(ARRAY[m.channel_id, s.successor_id, '#' || lower(coalesce(c.name, m.channel_name))], NULL) AS places
  FROM mute m
  LEFT JOIN channel_successor s ON s.workspace_id = m.workspace_id AND s.id = m.channel_id
  LEFT JOIN channel c ON c.workspace_id = m.workspace_id AND c.id = coalesce(s.successor_id, m.channel_id)
  WHERE m.workspace_id = $1 AND m.ended_at IS NULL AND m.until > clock_now()
  ORDER BY m.until DESC, m.id FOR SHARE OF m`;

/** Channels that are quiet for a time. The rule holds by the database's clock; the card follows. */
@Injectable()
export class Mutes implements Silencer, OnModuleInit {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly silencers: Silencers,
    private readonly kept: SilencedNotifications,
    private readonly audit: Audit,
  ) {}

  onModuleInit() {
    this.silencers.add(this);
  }

  async inForce({ workspaceId }: WorkspaceContext, tx: EntityManager): Promise<SilenceOf> {
    const mutes: MuteInForce[] = await tx.query(IN_FORCE, [workspaceId]);
    return (notification, destination) => {
      const mute = muteFor(mutes, notification, destination);
      if (mute === undefined) return undefined;
      const until = mute.until.toISOString().replace(/\.\d+Z$/, 'Z');
      const what = mute.service === null ? '' : ` for ${mute.service}`;
      return { by: silencedBy(mute.id), why: `it was muted${what} until ${until}` };
    };
  }

  /** Of all channels, or of one. Those that end first come first. */
  async lasting({ workspaceId }: WorkspaceContext, channelId?: string): Promise<MuteEntity[]> {
    const { manager } = this.dataSource;
    const now = await databaseNow(manager);
    const where = { workspaceId, endedAt: IsNull(), ...(channelId === undefined ? {} : { channelId }) };
    const mutes = await manager.find(MuteEntity, { where, order: { until: 'ASC', id: 'ASC' } });
    return mutes.filter(({ until }) => until > now);
  }

  /** The same channel and service again means another time: what is said last counts. @throws ConflictError */
  begin(ctx: WorkspaceContext, wish: MuteWish, by: string): Promise<MuteEntity> {
    return this.transactions.run(ctx, async (tx) => {
      await this.takeTurn(ctx, tx);
      const now = await databaseNow(tx);
      const { channelId, service, all, forMs } = wish;
      const until = new Date(now.getTime() + forMs);
      const lasting = await this.locked(ctx, tx, channelId);
      // One whose time has come ends by itself in a moment; the same anew is another one.
      const same = lasting.find((one) => sameService(one.service, service));
      if (same !== undefined && same.until <= now) await this.finish(ctx, tx, same, 'system', now);
      else if (same !== undefined)
        return this.show(
          ctx,
          tx,
          Object.assign(same, { until, all, begunBy: by, version: same.version + 1 }),
        );
      const { workspaceId } = ctx;
      if ((await tx.countBy(MuteEntity, { workspaceId, endedAt: IsNull() })) >= MOST_MUTES) {
        const detail = `A workspace has ${MOST_MUTES} mutes at a time. End one first: \`/switchboard mute off\`.`;
        throw new ConflictError({ detail });
      }
      const { channelName = null } = wish;
      const identity = { workspaceId, id: uuidv7(), channelId, channelName, version: 1 };
      const life = { begunBy: by, begunAt: now, until, endedBy: null, endedAt: null };
      return this.show(ctx, tx, tx.create(MuteEntity, { ...identity, service, all, ...life }));
    });
  }

  /** Twice is success. @throws NotFoundError */
  end(ctx: WorkspaceContext, id: string, by: string): Promise<void> {
    return this.transactions.run(ctx, async (tx) => {
      await this.takeTurn(ctx, tx);
      const { workspaceId } = ctx;
      const lock = { mode: 'pessimistic_write' } as const;
      const mute = await tx.findOne(MuteEntity, { where: { workspaceId, id }, lock });
      if (mute === null) throw new NotFoundError({ detail: 'That mute is not on record any more.' });
      if (mute.endedAt === null) await this.finish(ctx, tx, mute, by, await databaseNow(tx));
    });
  }

  /** Those of a channel, or the one of a service in it. @returns how many */
  endAll(ctx: WorkspaceContext, channelId: string, service: string | undefined, by: string): Promise<number> {
    return this.transactions.run(ctx, async (tx) => {
      await this.takeTurn(ctx, tx);
      const now = await databaseNow(tx);
      const lasting = await this.locked(ctx, tx, channelId);
      const meant = lasting.filter((one) => service === undefined || sameService(one.service, service));
      for (const mute of meant) await this.finish(ctx, tx, mute, by, now);
      return meant.length;
    });
  }

  /** Ends one whose time has come, of whichever workspace. @returns whether there was one */
  endDue(): Promise<boolean> {
    return this.transactions.begin(async (tx) => {
      const rows: { workspaceId: string; id: string }[] = await tx.query(
        `SELECT workspace_id AS "workspaceId", id FROM mute WHERE ended_at IS NULL AND until <= clock_now()
         ORDER BY until LIMIT 1`,
      );
      if (rows.length === 0) return false;
      const [{ workspaceId, id }] = rows;
      const ctx = { workspaceId };
      await this.takeTurn(ctx, tx);
      const lock = { mode: 'pessimistic_write' } as const;
      const mute = await tx.findOne(MuteEntity, { where: { workspaceId, id }, lock });
      const now = await databaseNow(tx);
      if (mute !== null && mute.endedAt === null && mute.until <= now)
        await this.finish(ctx, tx, mute, 'system', now);
      return true;
    });
  }

  private async show(ctx: WorkspaceContext, tx: EntityManager, mute: MuteEntity): Promise<MuteEntity> {
    await tx.save(mute);
    await this.card(ctx, tx, mute);
    await this.audit.record(ctx, tx, {
      actor: `user:${mute.begunBy}`,
      action: 'mute.begun',
      subject: mute.channelId,
      details: { service: mute.service, all: mute.all, until: mute.until.toISOString() },
    });
    return mute;
  }

  private async finish(
    ctx: WorkspaceContext,
    tx: EntityManager,
    mute: MuteEntity,
    by: string,
    now: Date,
  ): Promise<void> {
    Object.assign(mute, { endedAt: now, endedBy: by, version: mute.version + 1 });
    await tx.save(mute);
    const kept = await this.kept.release(ctx, tx, silencedBy(mute.id));
    await this.card(ctx, tx, mute, kept);
    await this.audit.record(ctx, tx, {
      actor: by === 'system' ? 'system' : `user:${by}`,
      action: 'mute.ended',
      subject: mute.channelId,
      details: { service: mute.service, kept_back: kept.count },
    });
  }

  private async card(ctx: WorkspaceContext, tx: EntityManager, mute: MuteEntity, kept?: KeptBack) {
    const { version, endedAt } = mute;
    const message = muteCard(mute, kept);
    const card = { subject: silencedBy(mute.id), version, message, priority: priorityOf('error') };
    await this.outbox.showCard(ctx, tx, { ...card, ends: endedAt !== null }, [mute.channelId]);
  }

  /** One of a workspace's mutes changes at a time. */
  private async takeTurn({ workspaceId }: WorkspaceContext, tx: EntityManager): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`mutes:${workspaceId}`]);
  }

  private locked({ workspaceId }: WorkspaceContext, tx: EntityManager, channelId: string) {
    const where = { workspaceId, channelId, endedAt: IsNull() };
    return tx.find(MuteEntity, { where, order: { id: 'ASC' }, lock: { mode: 'pessimistic_write' } });
  }
}

/** As silenced notifications and the card name it. */
const silencedBy = (id: string) => `mute:${id}`;

const sameService = (one: string | null, other: string | null): boolean =>
  (one ?? '').toLowerCase() === (other ?? '').toLowerCase();
