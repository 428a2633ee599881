import { SandboxClock } from './sandbox-clock.js';
import { ManualTimer } from './manual-timer.js';

describe('the clock of a sandbox', () => {
  let world: ManualTimer;
  let clock: SandboxClock;
  let rung: string[];

  beforeEach(() => {
    world = new ManualTimer(1_000_000);
    clock = new SandboxClock(world);
    rung = [];
  });

  const ring = (name: string, ms: number) => clock.after(ms, () => rung.push(`${name} at ${clock.now()}`));

  it('runs at the pace of the world until told otherwise', () => {
    ring('a', 500);
    world.advance(499);
    expect(rung).toEqual([]);
    world.advance(1);
    expect(rung).toEqual(['a at 1000500']);
  });

  it('runs faster by its scale, also for what is already waiting', () => {
    ring('a', 60_000);
    world.advance(10_000);
    clock.setScale(10);
    expect(clock.now()).toBe(1_010_000);
    world.advance(4_999);
    expect(rung).toEqual([]);
    world.advance(1);
    expect(rung).toEqual(['a at 1060000']);
  });

  it('rings on a jump what was due on the way, in order and at its own time', () => {
    ring('late', 2_000);
    ring('early', 1_000);
    ring('not yet', 5_001);
    clock.after(1_500, () => ring('set on the way', 500));
    clock.advance(5_000);
    expect(rung).toEqual(['early at 1001000', 'late at 1002000', 'set on the way at 1002000']);
    world.advance(1);
    expect(rung.at(-1)).toBe('not yet at 1005001');
  });

  it('rings once, and not what was cancelled', () => {
    const cancel = ring('cancelled', 100);
    ring('a', 100);
    cancel();
    clock.advance(100);
    world.advance(1_000);
    expect(rung).toEqual(['a at 1000100']);
  });

  it('says what a wait is in seconds of the world, rounded up, never none', () => {
    expect(clock.worldSeconds(1_001)).toBe(2);
    clock.setScale(60);
    expect(clock.worldSeconds(60_000)).toBe(1);
    expect(clock.worldSeconds(60_001)).toBe(2);
    expect(clock.worldSeconds(1)).toBe(1);
  });
});
