import { Injectable } from '@nestjs/common';
import { Log } from '../platform/logging/log.js';
import { POST, type WorkspacePace } from './domain/workspace-pace.js';
import { LaneOutcomes } from './lane-outcomes.js';
import { LaneRecovery } from './lane-recovery.js';
import type { Woken } from './lane-claims.js';
import { LaneRows } from './lane-rows.js';
import { type LaneSchedule, UNKNOWN } from './lane-schedule.js';
import type { LaneKey } from './lane-turn.js';
import { LaneSession } from './lane-session.js';
import { LaneStorms } from './lane-storms.js';
import type { SteadyClock } from './steady-clock.js';

/** Rounds between two looks at lanes that sleep though something waits. */
const WAKE_EVERY = 30;

/** Takes shards, gives them up, and looks after what waits in them for something else than its turn. */
@Injectable()
export class LaneOwner {
  private generation = 0;
  private rounds = 0;
  private recovering?: Promise<void>;

  constructor(
    private readonly session: LaneSession,
    private readonly rows: LaneRows,
    private readonly outcomes: LaneOutcomes,
    private readonly recovery: LaneRecovery,
    private readonly storms: LaneStorms,
    private readonly log: Log,
  ) {}

  /** Every second. @param isBusy something of the shard's is being claimed, or is on its way to Slack */
  async tend(schedule: LaneSchedule, clock: SteadyClock, isBusy: (shard: number) => boolean): Promise<void> {
    if (!this.session.isOpen) await this.session.open();
    if (this.generation !== this.session.generation) {
      schedule.drop(() => true);
      this.generation = this.session.generation;
    }
    clock.observe(await this.rows.databaseNow());
    await this.share(schedule, clock, isBusy);
    // First: what waits for a storm's summary is released by what follows.
    await this.storms.look();
    await this.outcomes.releaseDue();
    if (++this.rounds % WAKE_EVERY === 0) {
      await this.rows.wakeForgotten();
      await this.storms.findForgotten();
    }
    for (const workspaceId of schedule.tidy(clock.now()))
      await this.rows.rememberLimits({ workspaceId }, schedule.paceOf(workspaceId).limits);
    this.recovering ??= this.recovery
      .lookFor((workspaceId) => schedule.paceOf(workspaceId), clock.now)
      .catch((err: unknown) =>
        this.log.warn({ err }, 'Could not look for messages; the next round tries again'),
      )
      .finally(() => (this.recovering = undefined));
  }

  /** These lanes have something; of a workspace that isn't known yet, what others have used of its limits is asked first. */
  async wake(schedule: LaneSchedule, clock: SteadyClock, lanes: Woken[]): Promise<void> {
    const ids = new Set(lanes.map(({ workspaceId }) => workspaceId));
    const unknown = [...ids].filter((id) => !schedule.knows(id));
    if (unknown.length > 0) await this.recall(schedule, clock, unknown, lanes);
    const now = clock.now();
    for (const lane of lanes) schedule.wake(lane, lane.priority ?? UNKNOWN, now);
  }

  private async recall(
    schedule: LaneSchedule,
    clock: SteadyClock,
    workspaceIds: string[],
    lanes: Woken[],
  ): Promise<void> {
    const { paces, holds } = await this.rows.pacesOf(workspaceIds);
    const now = clock.now();
    const resting = new Map<string, { channel: string; openAt: number }[]>();
    for (const { workspaceId, channel, restMs } of lanes) {
      if (restMs <= 0) continue;
      const others = resting.get(workspaceId) ?? [];
      others.push({ channel, openAt: now + restMs });
      resting.set(workspaceId, others);
    }
    for (const { workspaceId, limits, posts } of paces) {
      const pace = schedule.paceOf(workspaceId);
      if (limits !== null) pace.limits = limits;
      pace.remember(
        resting.get(workspaceId) ?? [],
        posts.map(({ channel, agoMs }) => ({ channel, at: now - agoMs })).sort((a, b) => a.at - b.at),
      );
    }
    for (const { workspaceId, method, channel, ms } of holds)
      schedule.paceOf(workspaceId).hold(method, channel, now + ms);
  }

  /** Slack said to wait: whoever owns the workspace next must know. */
  async remember(
    { workspaceId }: LaneKey,
    refused: { channel: string; until: number; learned: boolean },
    pace: WorkspacePace,
    now: number,
  ): Promise<void> {
    const ms = refused.until - now;
    this.log.info({ workspace: workspaceId, channel: refused.channel, ms }, 'Slack asked to wait with posts');
    try {
      await this.rows.rememberHold({ workspaceId }, { method: POST, channel: refused.channel, ms });
      if (refused.learned) await this.rows.rememberLimits({ workspaceId }, pace.limits);
    } catch (err) {
      this.log.warn({ err, workspace: workspaceId }, 'What Slack taught us of its limits was not kept');
    }
  }

  private async share(
    schedule: LaneSchedule,
    clock: SteadyClock,
    isBusy: (shard: number) => boolean,
  ): Promise<void> {
    const over = await this.session.surplus();
    const isFree = (shard: number) => !isBusy(shard) && !this.recovery.isLooking(shard);
    const surplus = [...this.session.shards].filter(isFree).slice(0, over);
    if (surplus.length > 0) {
      schedule.drop((shard) => surplus.includes(shard));
      await this.session.release(surplus);
    }
    const taken = await this.session.take();
    if (taken.length === 0) return;
    const { cut, lanes } = await this.rows.takeOver(taken);
    await this.wake(schedule, clock, lanes);
    this.log.info({ shards: taken.length, lanes: lanes.length, unknown: cut }, 'Took over lanes');
    if (cut > 0)
      this.log.warn({ count: cut }, 'Another sender ended in the middle; what it had begun is looked for');
  }
}
