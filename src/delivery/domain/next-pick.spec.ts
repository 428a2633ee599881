import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { NO_HISTORY, after, nextPick } from './next-pick.js';

/** A lane played by the rules: which of what waits goes next. */
function play(waiting: { priority: number; seq: number }[], slots: number) {
  let history = NO_HISTORY;
  const sent = [];
  for (let slot = 0; slot < slots && waiting.length > 0; slot += 1) {
    const bySeverity = [...waiting].sort((a, b) => a.priority - b.priority || a.seq - b.seq);
    const byAge = [...waiting].sort((a, b) => a.seq - b.seq);
    const pick = nextPick(history);
    const others = byAge.filter(({ priority }) => priority > 0);
    const next =
      pick === 'severest' || (pick === 'oldest' && bySeverity[0].priority === 0)
        ? bySeverity[0]
        : (others[0] ?? bySeverity[0]);
    waiting = waiting.filter((one) => one !== next);
    sent.push(next);
    history = after(history, next.priority);
  }
  return sent;
}

describe('The next of a lane', () => {
  it('is the severest, and every fifth time the oldest', () => {
    const picks = [0, 1, 2, 3, 4, 5].map((slots) => nextPick({ slots, criticalInARow: 0 }));
    expect(picks).toEqual(['severest', 'severest', 'severest', 'severest', 'oldest', 'severest']);
  });

  it('is something else after ten critical ones', () => {
    expect(nextPick({ slots: 10, criticalInARow: 10 })).toBe('yielding');
    expect(after({ slots: 10, criticalInARow: 10 }, 3)).toEqual({ slots: 11, criticalInARow: 0 });
  });

  const lane = fc
    .array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 200 })
    .map((priorities) => priorities.map((priority, seq) => ({ priority, seq })));

  it('starves nobody: the oldest below critical waits a bounded number of slots', () => {
    fc.assert(
      fc.property(lane, (waiting) => {
        const oldest = waiting.find(({ priority }) => priority > 0);
        fc.pre(oldest !== undefined);
        expect(play(waiting, 20)).toContain(oldest);
      }),
      runs(200),
    );
  });

  it('of one priority are in their order', () => {
    fc.assert(
      fc.property(lane, (waiting) => {
        for (const priority of [0, 1, 2, 3]) {
          const seqs = play(waiting, 1_000)
            .filter((one) => one.priority === priority)
            .map(({ seq }) => seq);
          expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
        }
      }),
      runs(100),
    );
  });

  it('a critical one that comes while no other does goes with the next slot', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.nat(1_000), (criticalInARow, slots) => {
        expect(nextPick({ slots, criticalInARow })).not.toBe('yielding');
      }),
      runs(50),
    );
  });
});
