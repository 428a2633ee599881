import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { type Queue, type Waiting, arrival, emptyTimes, slotMs } from './outlook.js';

const NOW = new Date('2026-11-23T06:00:00Z');
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
const ROOMY = 100_000;

describe('a delivery arrives', () => {
  const of = (more: Partial<Waiting>) =>
    arrival(
      {
        state: 'queued',
        ahead: 0,
        opensAt: NOW,
        heldUntil: null,
        busyLanes: 1,
        perMinute: 300,
        ...more,
      },
      NOW,
    );

  it.each<[string, Partial<Waiting>, Date | null]>([
    ['now, while it is being sent', { state: 'sending', opensAt: after(30) }, NOW],
    ['now, where nothing is before it and its lane is open', {}, NOW],
    ['now, where its channel was never written to', { opensAt: null }, NOW],
    ['a second later for each message before it', { ahead: 90 }, after(90)],
    ['not before its lane opens', { ahead: 2, opensAt: after(30) }, after(32)],
    ['later where lanes share the workspace’s limit', { ahead: 10, busyLanes: 20 }, after(40)],
    ['when it is tried again', { state: 'held', heldUntil: after(16) }, after(16)],
    [
      'when it is tried again and its lane is open',
      { state: 'held', heldUntil: after(16), opensAt: after(20) },
      after(20),
    ],
    ['nobody knows when, while it waits for another message', { state: 'held' }, null],
    ['nobody knows whether, while it is looked for', { state: 'unknown', heldUntil: after(15) }, null],
    ['never again, once it has', { state: 'sent' }, null],
    ['never, where it failed', { state: 'failed' }, null],
  ])('%s', (_, more, expected) => {
    expect(of(more)).toEqual(expected);
  });
});

describe('a lane’s slot', () => {
  it('is a second, unless its workspace has more lanes at work than it may post to', () => {
    expect([1, 5, 6, 50].map((lanes) => slotMs(lanes, 300))).toEqual([1_000, 1_000, 1_200, 10_000]);
  });
});

describe('a lane is empty', () => {
  const queue = (waiting: number, opens = 0): Queue => ({ waiting, opensAt: after(opens) });
  const ends = (queues: Queue[], perMinute = ROOMY) => emptyTimes(queues, perMinute, NOW);

  it('when its last message has its slot', () => {
    expect(ends([queue(1), queue(90), queue(3, 30)])).toEqual([NOW, after(89), after(32)]);
  });

  it('at once, where nothing waits', () => {
    expect(ends([queue(0)])).toEqual([NOW]);
  });

  it('later, where the workspace’s limit is shared; and faster once the others are empty', () => {
    // Sixty a minute for two: each has half, until the shorter has ended after 20 s; then 20 more at one a second.
    expect(ends([queue(10), queue(30)], 60)).toEqual([after(19), after(39)]);
  });

  it('and takes no share before it opens', () => {
    expect(ends([queue(10), queue(10, 100)], 60)).toEqual([after(9), after(109)]);
  });

  const queues = fc.array(fc.record({ waiting: fc.nat(500), opens: fc.nat(120) }), { maxLength: 40 });
  const limit = fc.integer({ min: 30, max: 5_000 });

  it('never sooner than its own pace and the workspace’s limit allow, nor later than one message after the other', () => {
    fc.assert(
      fc.property(queues, limit, (given, perMinute) => {
        const times = ends(
          given.map(({ waiting, opens }) => queue(waiting, opens)),
          perMinute,
        ).map((time) => (time.getTime() - NOW.getTime()) / 1_000);
        const slack = 1.01;
        const total = given.reduce((sum, { waiting }) => sum + waiting, 0);
        const perSecond = Math.min(1, perMinute / 60);
        given.forEach(({ waiting, opens }, index) => {
          expect(times[index]).toBeGreaterThanOrEqual(opens + Math.max(0, waiting - 1) - slack);
        });
        const last = Math.max(0, ...times);
        expect(last).toBeGreaterThanOrEqual(Math.max(0, (total * 60) / perMinute - 1) - slack);
        expect(last).toBeLessThanOrEqual(120 + total / perSecond + slack);
      }),
      runs(200),
    );
  });

  it('no sooner when something is added anywhere', () => {
    fc.assert(
      fc.property(queues, limit, fc.nat(39), (given, perMinute, which) => {
        if (given.length === 0) return;
        const before = given.map(({ waiting, opens }) => queue(waiting, opens));
        const more = before.map((one, index) =>
          index === which % given.length ? { ...one, waiting: one.waiting + 50 } : one,
        );
        const [early, late] = [ends(before, perMinute), ends(more, perMinute)];
        early.forEach((time, index) =>
          expect(late[index].getTime()).toBeGreaterThanOrEqual(time.getTime() - 5),
        );
      }),
      runs(200),
    );
  });
});
