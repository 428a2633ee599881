import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import {
  type AlertNews,
  type AlertState,
  type KnownAlert,
  type Meaning,
  canMove,
  meaningOf,
} from './alert-life.js';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 6, minute));
const firing = (minute: number): AlertNews => ({ status: 'firing', occurredAt: at(minute) });
const resolved = (minute: number): AlertNews => ({ status: 'resolved', occurredAt: at(minute) });

const known = (state: AlertState, firedAt: number | null, resolvedAt: number | null = null): KnownAlert => ({
  state,
  firedAt: firedAt === null ? null : at(firedAt),
  resolvedAt: resolvedAt === null ? null : at(resolvedAt),
});

/** What the service makes of news: the newest alert of a fingerprint, and how many were opened. */
function livedThrough(news: AlertNews[]) {
  let alert: KnownAlert | undefined;
  const meanings: Meaning[] = [];
  for (const one of news) {
    const meaning = meaningOf(one, alert);
    meanings.push(meaning);
    if (meaning === 'open') alert = { state: 'firing', firedAt: one.occurredAt, resolvedAt: null };
    if (meaning === 'record') alert = { state: 'resolved', firedAt: null, resolvedAt: one.occurredAt };
    if (meaning === 'resolve' && alert !== undefined)
      alert = { ...alert, state: 'resolved', resolvedAt: one.occurredAt };
  }
  return { alert, opened: meanings.filter((meaning) => meaning === 'open').length };
}

describe('news about a fingerprint', () => {
  it.each<[string, AlertNews, KnownAlert | undefined, Meaning]>([
    ['firing, unheard of', firing(0), undefined, 'open'],
    ['firing, while it fires', firing(0), known('firing', 0), 'refresh'],
    ['firing again later, while it fires', firing(5), known('firing', 0), 'refresh'],
    ['firing, while somebody is on it', firing(5), known('acknowledged', 0), 'refresh'],
    ['firing, after it ended', firing(5), known('resolved', 0, 4), 'open'],
    ['firing, from before it ended', firing(0), known('resolved', 0, 4), 'stale'],
    ['firing, from the moment it ended', firing(4), known('resolved', 0, 4), 'stale'],
    ['the late beginning of what ended', firing(0), known('resolved', null, 4), 'stale'],
    ['resolved, unheard of', resolved(4), undefined, 'record'],
    ['resolved, while it fires', resolved(4), known('firing', 0), 'resolve'],
    ['resolved, while somebody is on it', resolved(4), known('acknowledged', 0), 'resolve'],
    ['resolved in the moment it fired', resolved(0), known('firing', 0), 'resolve'],
    ['the end of the firing before this one', resolved(4), known('firing', 5), 'stale'],
    ['resolved again', resolved(4), known('resolved', 0, 4), 'stale'],
  ])('%s', (_, news, alert, meaning) => {
    expect(meaningOf(news, alert)).toBe(meaning);
  });

  const pair = fc
    .tuple(fc.nat(60), fc.nat(60))
    .map(([start, length]) => [firing(start), resolved(start + length)] as const);

  it('of one firing and its end leads to an end, in any order, however often each is repeated', () => {
    const shuffled = pair.chain(([start, end]) =>
      fc
        .array(fc.constantFrom(start, end), { maxLength: 6 })
        .chain((repeats) => fc.shuffledSubarray([start, end, ...repeats], { minLength: repeats.length + 2 })),
    );
    fc.assert(
      fc.property(shuffled, (news) => {
        const { alert, opened } = livedThrough(news);
        expect(alert?.state).toBe('resolved');
        expect(opened).toBeLessThanOrEqual(1);
      }),
      runs(500),
    );
  });

  it('repeated opens nothing twice: each firing has one card', () => {
    const lives = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(lives, fc.integer({ min: 1, max: 3 }), (pairs, times) => {
        let minute = 0;
        const news = pairs.flatMap(([pause, length]) => {
          const start = (minute += pause);
          const end = (minute += length);
          return [firing(start), resolved(end)].flatMap((one) => Array.from({ length: times }, () => one));
        });
        expect(livedThrough(news).opened).toBe(pairs.length);
      }),
      runs(200),
    );
  });
});

describe('an alert', () => {
  it.each<[AlertState, AlertState, boolean]>([
    ['firing', 'acknowledged', true],
    ['firing', 'resolved', true],
    ['firing', 'firing', false],
    ['acknowledged', 'resolved', true],
    ['acknowledged', 'acknowledged', false],
    ['acknowledged', 'firing', false],
    ['resolved', 'acknowledged', false],
    ['resolved', 'firing', false],
    ['resolved', 'resolved', false],
  ])('that is %s may become %s: %s', (from, to, may) => {
    expect(canMove(from, to)).toBe(may);
  });
});
