import fc from 'fast-check';
import { runs } from '../../test/harness/runs.js';
import { LaneSchedule, UNKNOWN } from './lane-schedule.js';
import type { Turn } from './lane-turn.js';

const names = (turns: Turn[]) => turns.map(({ workspaceId, channel }) => `${workspaceId} ${channel}`);
const answered = (schedule: LaneSchedule, turn: Turn, now: number, next: number | null = UNKNOWN) =>
  schedule.done(turn, { sent: { priority: 3 }, postedAt: now, next }, now);

describe('Whose turn it is', () => {
  it('nobody’s while nothing waits', () => {
    const schedule = new LaneSchedule();
    expect(schedule.take(10, 0)).toEqual([]);
    expect(schedule.nextAt(0)).toBeUndefined();
  });

  it('a lane has one message under way', () => {
    const schedule = new LaneSchedule();
    schedule.wake({ workspaceId: 'T1', channel: 'C1' }, 3, 0);
    const [turn] = schedule.take(10, 0);
    schedule.wake({ workspaceId: 'T1', channel: 'C1' }, 0, 0);
    expect(schedule.take(10, 0)).toEqual([]);
    answered(schedule, turn, 5);
    expect(names(schedule.take(10, 5))).toEqual(['T1 C1']);
  });

  it('a lane that rests comes back when its slot opens', () => {
    const schedule = new LaneSchedule();
    schedule.wake({ workspaceId: 'T1', channel: 'C1' }, 3, 0);
    for (let number = 0; number < 4; number += 1) answered(schedule, schedule.take(1, 0)[0], 0);
    expect(schedule.take(1, 999)).toEqual([]);
    expect(schedule.nextAt(0)).toBe(1_000);
    expect(names(schedule.take(1, 1_000))).toEqual(['T1 C1']);
  });

  it('workspaces take turns: a storm in one delays nobody else', () => {
    const schedule = new LaneSchedule();
    for (let number = 0; number < 50; number += 1)
      schedule.wake({ workspaceId: 'T1', channel: `C${number}` }, 0, 0);
    schedule.wake({ workspaceId: 'T2', channel: 'C1' }, 3, 0);
    expect(names(schedule.take(2, 0))).toEqual(['T1 C0', 'T2 C1']);
  });

  it('within a workspace the severest goes first, and now and then the one that waits the longest', () => {
    const schedule = new LaneSchedule();
    schedule.wake({ workspaceId: 'T1', channel: 'INFO' }, 3, 0);
    for (let number = 0; number < 9; number += 1)
      schedule.wake({ workspaceId: 'T1', channel: `ERROR${number}` }, 1, 1);
    schedule.wake({ workspaceId: 'T1', channel: 'CRITICAL' }, 0, 2);
    const order = schedule.take(6, 2).map(({ channel }) => channel);
    expect(order[0]).toBe('CRITICAL');
    expect(order).toContain('INFO');
  });

  it('a critical one goes beyond the workspace’s limit that others wait for', () => {
    const schedule = new LaneSchedule();
    schedule.paceOf('T1').limits = { perMinute: 10, burst: 4 };
    for (let number = 0; number < 12; number += 1)
      schedule.wake({ workspaceId: 'T1', channel: `C${number}` }, 3, 0);
    for (const turn of schedule.take(20, 0)) answered(schedule, turn, 0, null);
    expect(schedule.take(20, 1_000)).toEqual([]);
    schedule.wake({ workspaceId: 'T1', channel: 'PAGER' }, 0, 1_000);
    expect(names(schedule.take(20, 1_000))).toEqual(['T1 PAGER']);
  });

  it('a lane that others own is nobody’s here', () => {
    const schedule = new LaneSchedule();
    schedule.wake({ workspaceId: 'T1', channel: 'C1' }, 3, 0);
    schedule.drop(() => true);
    expect(schedule.take(10, 0)).toEqual([]);
    expect(schedule.size).toEqual({ workspaces: 0, lanes: 0 });
  });

  it('every message of every lane goes, once, and a channel never faster than its pace', () => {
    const lane = fc.record({
      workspaceId: fc.constantFrom('T1', 'T2', 'T3'),
      channel: fc.constantFrom('C1', 'C2', 'C3', 'C4'),
      waiting: fc.integer({ min: 1, max: 8 }),
      priority: fc.nat(3),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(lane, {
          selector: ({ workspaceId, channel }) => `${workspaceId} ${channel}`,
          maxLength: 12,
        }),
        fc.integer({ min: 1, max: 5 }),
        (lanes, slots) => {
          const schedule = new LaneSchedule();
          const left = new Map(lanes.map((one) => [`${one.workspaceId} ${one.channel}`, one.waiting]));
          const sentAt = new Map<string, number[]>();
          for (const one of lanes) schedule.wake(one, one.priority, 0);
          let now = 0;
          for (let turns = 0; turns < 1_000; turns += 1) {
            const at = schedule.nextAt(now);
            if (at === undefined) break;
            now = at;
            for (const turn of schedule.take(slots, now)) {
              const key = `${turn.workspaceId} ${turn.channel}`;
              const waiting = left.get(key) ?? 0;
              if (waiting === 0) schedule.done(turn, { next: null }, now);
              else {
                left.set(key, waiting - 1);
                sentAt.set(key, [...(sentAt.get(key) ?? []), now]);
                answered(schedule, turn, now);
              }
            }
          }
          expect([...left.values()].filter((count) => count > 0)).toEqual([]);
          for (const times of sentAt.values())
            for (const [index, at] of times.entries())
              if (index >= 4) expect(at - times[index - 4]).toBeGreaterThanOrEqual(1_000);
        },
      ),
      runs(100),
    );
  });
});
