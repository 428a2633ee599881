import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { type Actor, Audit } from '../audit/index.js';
import { databaseNow } from '../platform/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import { nearest } from '../platform/domain/index.js';
import { ConflictError, InvalidBodyError, NotFoundError } from '../platform/errors/app-error.js';
import { Idempotency, type IdempotentRequest } from '../platform/http/idempotency.js';
import { Outbound } from '../platform/outbound/outbound.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { nameKey } from './domain/service-name.js';
import { ServiceEntity } from './service.entity.js';

/** All of them are looked at, and shown in one table. */
const MOST_SERVICES = 50;

export type ServiceRules = Pick<
  ServiceEntity,
  'url' | 'method' | 'expectFrom' | 'expectTo' | 'timeoutMs' | 'alerts'
>;

/** What a workspace wants looked at: where, and what counts as up. */
@Injectable()
export class Services {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly audit: Audit,
    private readonly idempotency: Idempotency,
    private readonly outbound: Outbound,
  ) {}

  /** By name. */
  all({ workspaceId }: WorkspaceContext, tx = this.dataSource.manager): Promise<ServiceEntity[]> {
    return tx.find(ServiceEntity, { where: { workspaceId }, order: { nameKey: 'ASC' } });
  }

  /** @throws NotFoundError that names the nearest */
  of(ctx: WorkspaceContext, name: string): Promise<ServiceEntity> {
    return this.called(ctx, this.dataSource.manager, name);
  }

  /** @param by who makes it, for the record @throws InvalidBodyError, ConflictError */
  create(
    ctx: WorkspaceContext,
    name: string,
    rules: ServiceRules,
    by: Actor,
    request?: IdempotentRequest,
  ): Promise<ServiceEntity> {
    this.check(rules);
    return this.transactions.run(ctx, (tx) =>
      this.idempotency.once(ctx, tx, request, () => this.insert(ctx, tx, name, rules, by)),
    );
  }

  /** @throws InvalidBodyError, NotFoundError */
  replace(ctx: WorkspaceContext, name: string, rules: ServiceRules, by: Actor): Promise<ServiceEntity> {
    this.check(rules);
    return this.transactions.run(ctx, async (tx) => {
      const service = Object.assign(await this.called(ctx, tx, name, true), rules);
      await tx.save(service);
      await this.record(ctx, tx, 'changed', service, by);
      return service;
    });
  }

  /** @throws NotFoundError */
  async delete(ctx: WorkspaceContext, name: string, by: Actor): Promise<void> {
    await this.transactions.run(ctx, async (tx) => {
      const service = await this.called(ctx, tx, name, true);
      await tx.delete(ServiceEntity, { workspaceId: ctx.workspaceId, id: service.id });
      await this.record(ctx, tx, 'deleted', service, by);
    });
  }

  private async insert(
    ctx: WorkspaceContext,
    tx: EntityManager,
    name: string,
    rules: ServiceRules,
    by: Actor,
  ): Promise<ServiceEntity> {
    const { workspaceId } = ctx;
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`services:${workspaceId}`]);
    const known = await this.all(ctx, tx);
    const same = known.find((one) => one.nameKey === nameKey(name));
    if (same !== undefined) {
      throw new ConflictError({
        detail: `There is a service ${same.name} already. Change it, or take another name.`,
      });
    }
    if (known.length >= MOST_SERVICES)
      throw new ConflictError({ detail: `A workspace has ${MOST_SERVICES} services at most.` });
    const identity = { workspaceId, id: uuidv7(), createdBy: by, createdAt: await databaseNow(tx) };
    const service = tx.create(ServiceEntity, { ...identity, name, nameKey: nameKey(name), ...rules });
    await tx.insert(ServiceEntity, service);
    await this.record(ctx, tx, 'created', service, by);
    return service;
  }

  /** Where its name leads is decided when it is called; what can never be called is refused now. */
  private check({ url }: ServiceRules) {
    const objection = this.outbound.objectionTo(url);
    if (objection === undefined) return;
    const detail = `url ${objection}. For example: https://payments.example.com/health`;
    throw new InvalidBodyError({ detail, faults: [{ pointer: '/url', detail }] });
  }

  private async called(
    ctx: WorkspaceContext,
    tx: EntityManager,
    name: string,
    locked = false,
  ): Promise<ServiceEntity> {
    const known = await this.all(ctx, tx);
    const found = known.find((one) => one.nameKey === nameKey(name));
    if (found === undefined) throw unknown(name, known);
    if (!locked) return found;
    const lock = { mode: 'pessimistic_write' } as const;
    const where = { workspaceId: ctx.workspaceId, id: found.id };
    const row = await tx.findOne(ServiceEntity, { where, lock });
    // Somebody was faster.
    if (row === null) throw unknown(name, []);
    return row;
  }

  /** The URL may have a secret in its query: the record names its host alone. */
  private record(
    ctx: WorkspaceContext,
    tx: EntityManager,
    what: 'created' | 'changed' | 'deleted',
    { name, url }: ServiceEntity,
    by: Actor,
  ): Promise<void> {
    const details = { host: new URL(url).host };
    return this.audit.record(ctx, tx, { actor: by, action: `service.${what}`, subject: name, details });
  }
}

function unknown(name: string, known: ServiceEntity[]): NotFoundError {
  const near = nearest(
    nameKey(name),
    known.map((one) => one.name),
  );
  const meant = near === undefined ? '' : ` Did you mean ${near}?`;
  return new NotFoundError({ detail: `There is no service ${name} in this workspace.${meant}` });
}
