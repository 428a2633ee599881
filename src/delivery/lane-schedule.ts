import TinyQueue from 'tinyqueue';
import { type LaneHistory, NO_HISTORY, after, nextPick } from './domain/next-pick.js';
import { shardOf } from './domain/shard.js';
import { POST, WorkspacePace } from './domain/workspace-pace.js';
import type { LaneKey, Turn, TurnEnd } from './lane-turn.js';
import { ReadyLanes } from './ready-lanes.js';

interface Lane extends LaneKey {
  workspace: Workspace;
  /** Of the severest that waits, as far as it is known; 0 is critical. */
  priority: number;
  /** Under way. */
  turn?: Turn;
  /** Told while it was busy: something of this priority came. */
  told: number;
  /** Counts changes: what stands in a queue from an earlier one is void. */
  stamp: number;
  history: LaneHistory;
  unansweredInARow: number;
}

interface Workspace {
  id: string;
  shard: number;
  pace: WorkspacePace;
  lanes: Map<string, Lane>;
  /** Lanes whose channel is open. */
  ready: ReadyLanes<Lane>;
  inRing: boolean;
  /** Waits for the workspace's own limit. */
  asleep: boolean;
  turns: number;
}

interface Alarm {
  at: number;
  lane?: Lane;
  stamp: number;
  workspace: Workspace;
}

/** Of what waits, if anything does. */
export const UNKNOWN = 9;
/** Every so many turns of a workspace one is for the lane that has been ready the longest. */
const LONGEST_EVERY = 5;

/**
 * Whose turn it is, among the lanes that one process owns. Workspaces take turns, so that nobody's storm is another's
 * delay; within a workspace the severest goes first. Nothing is taken that Slack's limits don't allow yet. Asking costs the
 * same however many lanes wait. Times are milliseconds of a steady clock.
 */
export class LaneSchedule {
  private readonly workspaces = new Map<string, Workspace>();
  private readonly alarms = new TinyQueue<Alarm>([], (a, b) => a.at - b.at);
  private ring: Workspace[] = [];

  /** Something waits in the lane. @param priority of the severest, 9 where it isn't known */
  wake({ workspaceId, channel }: LaneKey, priority: number, now: number): void {
    const workspace = this.workspace(workspaceId);
    let lane = workspace.lanes.get(channel);
    if (lane === undefined) {
      lane = {
        workspaceId,
        channel,
        workspace,
        priority,
        told: UNKNOWN,
        stamp: 0,
        history: NO_HISTORY,
        unansweredInARow: 0,
      };
      workspace.lanes.set(channel, lane);
    } else if (lane.turn !== undefined) {
      lane.told = Math.min(lane.told, priority);
      return;
    } else if (priority >= lane.priority) return;
    lane.priority = priority;
    this.queue(lane, now);
  }

  /** At most `most` lanes whose turn it is. */
  take(most: number, now: number): Turn[] {
    this.ringAlarms(now);
    const turns: Turn[] = [];
    while (turns.length < most && this.ring.length > 0) {
      const ring = this.ring;
      this.ring = [];
      for (const [index, workspace] of ring.entries()) {
        if (turns.length >= most) {
          // Those who were not asked are first the next time.
          this.ring = [...ring.slice(index), ...this.ring];
          break;
        }
        const lane = this.nextOf(workspace, now);
        if (lane === undefined) workspace.inRing = false;
        else {
          turns.push(this.turnOf(lane, now));
          this.ring.push(workspace);
        }
      }
    }
    return turns;
  }

  /** The turn is over, and what came of it is recorded: the lane's next message may be claimed. */
  done(turn: Turn, { sent, postedAt, unanswered = false, next, notBefore }: TurnEnd, now: number): void {
    const workspace = this.workspaces.get(turn.workspaceId);
    const lane = workspace?.lanes.get(turn.channel);
    if (workspace === undefined || lane === undefined || lane.turn !== turn) return;
    lane.turn = undefined;
    if (postedAt !== undefined) workspace.pace.end(turn.begun, postedAt);
    else workspace.pace.cancel(turn.begun);
    if (sent !== undefined) lane.history = after(lane.history, sent.priority);
    lane.unansweredInARow = unanswered ? lane.unansweredInARow + 1 : 0;
    if (next === null && lane.told === UNKNOWN) {
      workspace.lanes.delete(turn.channel);
      return;
    }
    lane.priority = Math.min(next ?? UNKNOWN, lane.told);
    lane.told = UNKNOWN;
    this.queue(lane, now, notBefore);
  }

  paceOf(workspaceId: string): WorkspacePace {
    return this.workspace(workspaceId).pace;
  }

  /** When somebody's turn may come next; undefined while nothing waits. */
  nextAt(now: number): number | undefined {
    if (this.ring.length > 0) return now;
    for (let alarm = this.alarms.peek(); alarm !== undefined; alarm = this.alarms.peek()) {
      if (this.isVoid(alarm)) this.alarms.pop();
      else return Math.max(now, alarm.at);
    }
    return undefined;
  }

  /** The workspaces of these shards are somebody else's now. */
  drop(isGone: (shard: number) => boolean): void {
    for (const [id, workspace] of this.workspaces) {
      if (!isGone(workspace.shard)) continue;
      for (const lane of workspace.lanes.values()) lane.stamp += 1;
      workspace.lanes.clear();
      this.workspaces.delete(id);
    }
    this.ring = this.ring.filter(({ id }) => this.workspaces.has(id));
  }

  /** Memory is given back for what rests. @returns workspaces whose limits were raised */
  tidy(now: number): string[] {
    const raised = [];
    for (const [id, { pace, lanes }] of this.workspaces) {
      if (pace.grow(now)) raised.push(id);
      if (pace.isUnused(now) && lanes.size === 0) this.workspaces.delete(id);
    }
    return raised;
  }

  knows = (workspaceId: string): boolean => this.workspaces.has(workspaceId);

  get size(): { workspaces: number; lanes: number } {
    let lanes = 0;
    for (const workspace of this.workspaces.values()) lanes += workspace.lanes.size;
    return { workspaces: this.workspaces.size, lanes };
  }

  private turnOf(lane: Lane, now: number): Turn {
    lane.stamp += 1;
    const { workspaceId, channel, history } = lane;
    const { pace } = lane.workspace;
    const restMs = pace.restAfter(channel, now) - now;
    lane.turn = {
      workspaceId,
      channel,
      restMs,
      unansweredInARow: lane.unansweredInARow,
      shard: lane.workspace.shard,
      pick: nextPick(history),
      begun: pace.begin(POST, channel),
    };
    return lane.turn;
  }

  private queue(lane: Lane, now: number, notBefore = now): void {
    const { workspace } = lane;
    lane.stamp += 1;
    const at = Math.max(notBefore, workspace.pace.channelAt(lane.channel, now));
    if (at > now) this.alarms.push({ at, lane, stamp: lane.stamp, workspace });
    else this.makeReady(lane, now);
  }

  private makeReady(lane: Lane, now: number): void {
    const { workspace } = lane;
    workspace.ready.add(lane, now);
    // A critical one may go beyond the limit that the others wait for.
    if (lane.priority > 0 && workspace.asleep) return;
    workspace.asleep = false;
    this.enter(workspace);
  }

  private enter(workspace: Workspace): void {
    if (workspace.inRing) return;
    workspace.inRing = true;
    this.ring.push(workspace);
  }

  private ringAlarms(now: number): void {
    for (let alarm = this.alarms.peek(); alarm !== undefined && alarm.at <= now; alarm = this.alarms.peek()) {
      this.alarms.pop();
      if (this.isVoid(alarm)) continue;
      const { lane, workspace } = alarm;
      // Slack may have said "wait" since the alarm was set.
      if (lane !== undefined) this.queue(lane, now);
      else {
        workspace.asleep = false;
        this.enter(workspace);
      }
    }
  }

  private isVoid({ lane, stamp, workspace }: Alarm): boolean {
    if (lane !== undefined) return lane.stamp !== stamp;
    return !workspace.asleep || this.workspaces.get(workspace.id) !== workspace;
  }

  private nextOf(workspace: Workspace, now: number): Lane | undefined {
    workspace.turns += 1;
    for (;;) {
      const level = workspace.ready.next(workspace.turns % LONGEST_EVERY === 0);
      if (level === undefined) return undefined;
      const allowedAt = workspace.pace.workspaceAt(level === 0, now);
      if (allowedAt > now) {
        workspace.asleep = true;
        this.alarms.push({ at: allowedAt, stamp: 0, workspace });
        return undefined;
      }
      const lane = workspace.ready.take(level);
      if (workspace.pace.channelAt(lane.channel, now) <= now) return lane;
      this.queue(lane, now);
    }
  }

  private workspace(id: string): Workspace {
    let workspace = this.workspaces.get(id);
    if (workspace === undefined) {
      workspace = {
        id,
        shard: shardOf(id),
        pace: new WorkspacePace(),
        lanes: new Map<string, Lane>(),
        ready: new ReadyLanes(),
        inRing: false,
        asleep: false,
        turns: 0,
      };
      this.workspaces.set(id, workspace);
    }
    return workspace;
  }
}
