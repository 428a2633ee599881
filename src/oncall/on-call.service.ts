import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Audit, actorOf } from '../audit/index.js';
import { OnCallDirectory, type OnCallSource } from '../notifications/index.js';
import { databaseNow } from '../platform/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import { InputFault, checkZone, nearest } from '../platform/domain/index.js';
import { ConflictError, InvalidBodyError, NotFoundError } from '../platform/errors/app-error.js';
import { Idempotency, type IdempotentRequest } from '../platform/http/idempotency.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { NAME, type Override, type Rotation, nextOnCall, onCallAt } from './domain/rotation.js';
import { OnCallPeople } from './on-call-people.js';
import { RotationEntity } from './rotation.entity.js';
import { type StoredOverride, addOverride, overridesFrom } from './stored-overrides.js';

const MOST_ROTATIONS = 100;

export interface RotationWishes extends Rotation {
  people: string[];
  name: string;
}

type Turn = ReturnType<typeof onCallAt>;

export interface OnCallNow {
  rotation: RotationEntity;
  now: Turn;
  next: Turn;
  /** Those that last, or are to come; oldest first. */
  overrides: StoredOverride[];
}

/** Who is on call: rotations, and overrides for those who stand in. */
@Injectable()
export class OnCall implements OnCallSource, OnModuleInit {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly directory: OnCallDirectory,
    private readonly audit: Audit,
    private readonly people: OnCallPeople,
    private readonly idempotency: Idempotency,
  ) {}

  onModuleInit() {
    this.directory.use(this);
  }

  async names({ workspaceId }: WorkspaceContext): Promise<string[]> {
    const { manager } = this.dataSource;
    const found = await manager.find(RotationEntity, { where: { workspaceId }, select: { name: true } });
    return found.map(({ name }) => name);
  }

  async onCallNow(ctx: WorkspaceContext, name: string): Promise<string | undefined> {
    const { manager } = this.dataSource;
    if (!NAME.test(name)) return undefined;
    const rotation = await manager.findOneBy(RotationEntity, { workspaceId: ctx.workspaceId, name });
    if (rotation === null) return undefined;
    return (await this.turnsOf(rotation, await databaseNow(manager))).now.userId;
  }

  /** By name. */
  async all({ workspaceId }: WorkspaceContext): Promise<OnCallNow[]> {
    const { manager } = this.dataSource;
    const rotations = await manager.find(RotationEntity, { where: { workspaceId }, order: { name: 'ASC' } });
    const now = await databaseNow(manager);
    return Promise.all(rotations.map((rotation) => this.turnsOf(rotation, now)));
  }

  /** @throws NotFoundError that names the nearest */
  async of(ctx: WorkspaceContext, name: string): Promise<OnCallNow> {
    const { manager } = this.dataSource;
    return this.turnsOf(await this.called(ctx, manager, name), await databaseNow(manager));
  }

  /** @param by a Slack user, or `key:<id>` @throws InvalidBodyError, ConflictError */
  async create(
    ctx: WorkspaceContext,
    wishes: RotationWishes,
    by: string,
    request?: IdempotentRequest,
  ): Promise<OnCallNow> {
    await this.people.check(ctx, wishes.people, '/people');
    return this.transactions.run(ctx, (tx) =>
      this.idempotency.once(ctx, tx, request, () => this.insert(ctx, tx, wishes, by)),
    );
  }

  /** @throws InvalidBodyError, NotFoundError */
  async replace(
    ctx: WorkspaceContext,
    name: string,
    wishes: Omit<RotationWishes, 'name'>,
    by: string,
  ): Promise<OnCallNow> {
    await this.people.check(ctx, wishes.people, '/people');
    return this.transactions.run(ctx, async (tx) => {
      const rotation = await this.called(ctx, tx, name, true);
      Object.assign(rotation, checked({ ...wishes, name }));
      await tx.save(rotation);
      await this.record(ctx, tx, 'rotation.changed', rotation, by);
      return this.turnsOf(rotation, await databaseNow(tx), tx);
    });
  }

  async delete(ctx: WorkspaceContext, name: string, by: string): Promise<void> {
    await this.transactions.run(ctx, async (tx) => {
      const rotation = await this.called(ctx, tx, name, true);
      await tx.delete(RotationEntity, { workspaceId: ctx.workspaceId, id: rotation.id });
      await this.record(ctx, tx, 'rotation.deleted', rotation, by);
    });
  }

  /** @throws InvalidBodyError, NotFoundError, ConflictError */
  async override(
    ctx: WorkspaceContext,
    name: string,
    override: Override,
    by: string,
    request?: IdempotentRequest,
  ): Promise<OnCallNow> {
    await this.people.check(ctx, [override.userId], '/user');
    return this.transactions.run(ctx, (tx) =>
      this.idempotency.once(ctx, tx, request, () => this.makeOverride(ctx, tx, name, override, by)),
    );
  }

  /** @throws NotFoundError */
  async endOverride(ctx: WorkspaceContext, name: string, id: string, by: string): Promise<void> {
    await this.transactions.run(ctx, async (tx) => {
      const rotation = await this.called(ctx, tx, name);
      const [gone]: [unknown[], number] = await tx.query(
        `DELETE FROM rotation_override WHERE workspace_id = $1 AND rotation_id = $2 AND id = $3 RETURNING id`,
        [ctx.workspaceId, rotation.id, id],
      );
      if (gone.length === 0) throw new NotFoundError({ detail: `There is no override ${id} of ${name}.` });
      await this.audit.record(ctx, tx, {
        actor: actorOf(by),
        action: 'override.ended',
        subject: name,
        details: { id },
      });
    });
  }

  private async insert(
    ctx: WorkspaceContext,
    tx: EntityManager,
    wishes: RotationWishes,
    by: string,
  ): Promise<OnCallNow> {
    const { workspaceId } = ctx;
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`rotations:${workspaceId}`]);
    const known = await tx.find(RotationEntity, { where: { workspaceId } });
    if (known.some(({ name }) => name === wishes.name)) {
      throw new ConflictError({
        detail: `There is a rotation ${wishes.name} already. Change it, or take another name.`,
      });
    }
    if (known.length >= MOST_ROTATIONS)
      throw new ConflictError({ detail: `A workspace has ${MOST_ROTATIONS} rotations at most.` });
    const identity = { workspaceId, id: uuidv7(), createdBy: by, createdAt: await databaseNow(tx) };
    const rotation = tx.create(RotationEntity, { ...identity, ...checked(wishes) });
    await tx.insert(RotationEntity, rotation);
    await this.record(ctx, tx, 'rotation.created', rotation, by);
    return this.turnsOf(rotation, identity.createdAt, tx);
  }

  private async makeOverride(
    ctx: WorkspaceContext,
    tx: EntityManager,
    name: string,
    override: Override,
    by: string,
  ): Promise<OnCallNow> {
    const rotation = await this.called(ctx, tx, name, true);
    const now = await databaseNow(tx);
    await addOverride(tx, rotation, override, by, now);
    const { userId, from, to } = override;
    const details = { user: userId, from: from.toISOString(), to: to.toISOString() };
    await this.audit.record(ctx, tx, { actor: actorOf(by), action: 'override.made', subject: name, details });
    return this.turnsOf(rotation, now, tx);
  }

  private record(
    ctx: WorkspaceContext,
    tx: EntityManager,
    action: string,
    rotation: RotationEntity,
    by: string,
  ) {
    const { name, people, every, handOverAt, zone, startsOn } = rotation;
    const details = { people: [...people], every, hand_over_at: handOverAt, zone, starts_on: startsOn };
    return this.audit.record(ctx, tx, { actor: actorOf(by), action, subject: name, details });
  }

  private async called(
    { workspaceId }: WorkspaceContext,
    tx: EntityManager,
    name: string,
    locked = false,
  ): Promise<RotationEntity> {
    const lock = locked ? ({ mode: 'pessimistic_write' } as const) : undefined;
    // No rotation is called anything else, and the database takes no zero bytes.
    if (NAME.test(name)) {
      const found = await tx.findOne(RotationEntity, { where: { workspaceId, name }, lock });
      if (found !== null) return found;
    }
    const known = await tx.find(RotationEntity, { where: { workspaceId }, select: { name: true } });
    const near = nearest(
      name,
      known.map((one) => one.name),
    );
    const meant = near === undefined ? '' : ` Did you mean ${near}?`;
    throw new NotFoundError({ detail: `There is no rotation ${name} in this workspace.${meant}` });
  }

  private async turnsOf(
    rotation: RotationEntity,
    now: Date,
    tx = this.dataSource.manager,
  ): Promise<OnCallNow> {
    const overrides = await overridesFrom(tx, rotation, now);
    const [turn, next] = [onCallAt(rotation, overrides, now), nextOnCall(rotation, overrides, now)];
    return { rotation, now: turn, next, overrides };
  }
}

/** @throws InvalidBodyError */
function checked(wishes: RotationWishes): RotationWishes {
  try {
    return { ...wishes, zone: checkZone(wishes.zone) };
  } catch (error) {
    if (!(error instanceof InputFault)) throw error;
    throw new InvalidBodyError({
      detail: error.message,
      faults: [{ pointer: '/zone', detail: error.message }],
    });
  }
}
