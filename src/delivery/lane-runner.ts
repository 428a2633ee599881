import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Log } from '../platform/logging/log.js';
import { POST } from './domain/workspace-pace.js';
import { type Claimed, LaneClaims, MOST_WOKEN } from './lane-claims.js';
import { LaneOutcomes, type Outcome } from './lane-outcomes.js';
import { LaneOwner } from './lane-owner.js';
import { LaneSchedule, UNKNOWN } from './lane-schedule.js';
import type { Turn, TurnEnd } from './lane-turn.js';
import { LaneSender } from './lane-sender.js';
import { LaneSession, SessionLostError } from './lane-session.js';
import { SteadyClock } from './steady-clock.js';

/** Requests on their way at once, each for another channel. */
const MOST_AT_ONCE = 128;
const SWEEP_MS = 1_000;
const LONGEST_NAP_MS = 60_000;
/** A lane that somebody else is writing to. */
const LOCKED_MS = 20;
/** A process that stood still so long after a claim doesn't begin what it claimed: it may own nothing any more. */
const STALE_MS = 10_000;

/** A turn that is over, but not yet recorded. */
interface Ended {
  turn: Turn;
  end: TurnEnd;
  outcome?: Outcome;
  generation: number;
}

/**
 * Works the lanes off that this process owns: takes the turns that are due, commits them, sends, and records what came of
 * it, many at a time. It looks when it is told to, when an answer comes, and when the next slot opens.
 */
@Injectable()
export class LaneRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly schedule = new LaneSchedule();
  private readonly clock = new SteadyClock();
  private readonly inFlight = new Set<Promise<void>>();
  /** Turns by shard that are being claimed, or sent. */
  private readonly busy = new Map<number, number>();
  private ended: Ended[] = [];
  private alarm?: NodeJS.Timeout;
  private working?: Promise<void>;
  private again = false;
  private rang = false;
  private stopped = false;

  constructor(
    private readonly session: LaneSession,
    private readonly owner: LaneOwner,
    private readonly claims: LaneClaims,
    private readonly outcomes: LaneOutcomes,
    private readonly sender: LaneSender,
    private readonly log: Log,
  ) {
    session.onRing = () => this.look();
  }

  async onApplicationBootstrap() {
    await this.sweep();
  }

  /** Claims nothing more, waits for what is on its way, and leaves its shards to others. */
  async beforeApplicationShutdown() {
    this.stopped = true;
    clearTimeout(this.alarm);
    await this.working;
    await Promise.allSettled(this.inFlight);
    await this.record().catch((err: unknown) =>
      this.log.warn({ err }, 'What was sent last could not be recorded; it will be looked for'),
    );
    await this.session.close();
  }

  /** Something may wait in a lane that slept. */
  look() {
    this.rang = true;
    this.work();
  }

  /** Ownership, what was held, and what nobody told us of. */
  @Interval(SWEEP_MS)
  async sweep(): Promise<void> {
    if (this.stopped) return;
    await this.working;
    try {
      await this.owner.tend(this.schedule, this.clock, (shard) => (this.busy.get(shard) ?? 0) > 0);
    } catch (err) {
      this.log.warn({ err }, 'The lanes could not be looked after; the next round is in a second');
    }
    this.look();
  }

  private work() {
    this.again = true;
    if (this.stopped) return;
    this.working ??= this.workUntilDone().finally(() => {
      this.working = undefined;
      if (this.again) this.work();
    });
  }

  private async workUntilDone(): Promise<void> {
    try {
      while (this.again && !this.stopped) {
        this.again = false;
        if (!this.session.isOpen) return;
        await this.record();
        if (this.rang) await this.pickUp();
        await this.claimAndSend();
      }
      this.setAlarm();
    } catch (err) {
      if (err instanceof SessionLostError) this.again = false;
      this.log.warn({ err }, 'The lanes could not be worked on; the sweep tries again');
    }
  }

  private async pickUp(): Promise<void> {
    this.rang = false;
    const woken = await this.claims.pickUp();
    if (woken.length >= MOST_WOKEN) this.look();
    await this.owner.wake(this.schedule, this.clock, woken);
  }

  private async claimAndSend(): Promise<void> {
    const turns = this.schedule.take(MOST_AT_ONCE - this.inFlight.size, this.clock.now());
    if (turns.length === 0) return;
    for (const { shard } of turns) this.busy.set(shard, (this.busy.get(shard) ?? 0) + 1);
    const { generation } = this.session;
    let claimed: Claimed[];
    const askedAt = performance.now();
    try {
      claimed = await this.claims.claim(turns);
    } catch (error) {
      for (const turn of turns) this.giveBack(turn);
      throw error;
    }
    const isStale = performance.now() - askedAt > STALE_MS || generation !== this.session.generation;
    const missed = new Set(turns);
    for (const one of claimed) {
      missed.delete(one.turn);
      if (one.claim === undefined) this.done(one.turn, { next: null });
      else if (isStale) this.giveBack(one.turn);
      else this.start(one, generation);
    }
    for (const turn of missed) this.giveBack(turn);
  }

  /** Nothing was sent: the lane's turn comes again soon. */
  private giveBack(turn: Turn) {
    this.done(turn, { next: UNKNOWN, notBefore: this.clock.now() + LOCKED_MS });
  }

  private done(turn: Turn, end: TurnEnd) {
    this.busy.set(turn.shard, (this.busy.get(turn.shard) ?? 1) - 1);
    this.schedule.done(turn, end, this.clock.now());
  }

  private start(claimed: Claimed & { claim: object }, generation: number) {
    const sending = this.send(claimed, generation).finally(() => {
      this.inFlight.delete(sending);
      this.work();
    });
    this.inFlight.add(sending);
  }

  private async send({ turn, claim, next }: Claimed & { claim: object }, generation: number): Promise<void> {
    const pace = this.schedule.paceOf(turn.workspaceId);
    const { outcome, posted, refusedForMs, unanswered, laneRestsMs } = await this.sender.send(
      claim,
      pace,
      this.clock.now,
      turn.unansweredInARow,
    );
    const now = this.clock.now();
    const stays = outcome?.state === 'queued' ? claim.priority : UNKNOWN;
    const end: TurnEnd = {
      sent: { priority: claim.priority },
      postedAt: posted ? now : undefined,
      unanswered,
      next: Math.min(stays, next ?? UNKNOWN),
      notBefore: now + laneRestsMs,
    };
    const refused =
      refusedForMs === undefined ? undefined : pace.refused(POST, turn.channel, refusedForMs, now);
    this.ended.push({ turn, end, outcome, generation });
    // Its row waits in another lane now.
    if (outcome === undefined) this.rang = true;
    if (refused !== undefined) await this.owner.remember(turn, refused, pace, now);
  }

  /**
   * What has ended since the last time, in one statement; only then is the lane's next message claimed. What can't be
   * recorded now is kept for the next time.
   */
  private async record(): Promise<void> {
    const ended = this.ended;
    if (ended.length === 0) return;
    this.ended = [];
    const isOurs = ({ generation }: Ended) => generation === this.session.generation;
    const outcomesOf = (some: Ended[]) => some.flatMap(({ outcome }) => outcome ?? []);
    try {
      await this.outcomes.record(outcomesOf(ended.filter(isOurs)));
      await this.outcomes.record(outcomesOf(ended.filter((one) => !isOurs(one))), true);
    } catch (error) {
      this.ended = [...ended, ...this.ended];
      throw error;
    }
    for (const { turn, end } of ended) this.done(turn, end);
  }

  private setAlarm() {
    clearTimeout(this.alarm);
    const now = this.clock.now();
    const at = this.inFlight.size < MOST_AT_ONCE ? this.schedule.nextAt(now) : undefined;
    if (at === undefined || this.stopped) return;
    this.alarm = setTimeout(() => this.work(), Math.min(Math.max(Math.ceil(at - now), 1), LONGEST_NAP_MS));
  }
}
