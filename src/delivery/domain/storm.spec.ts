import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import {
  OTHER_SOURCES,
  PAGE_CHARACTERS,
  type Step,
  type Storm,
  TELL_EVERY_MS,
  WATCH_MS,
  type Waiting,
  bySource,
  pagesOf,
  step,
} from './storm.js';

const START = Date.parse('2026-11-23T06:00:00Z');

const message = (more: Partial<Waiting> = {}): Waiting => ({
  priority: 2,
  source: 'alertmanager',
  at: START,
  mergeAt: 50,
  line: 'Disk full on db-3',
  mention: null,
  ...more,
});
const messages = (count: number, more: Partial<Waiting> = {}) =>
  Array.from({ length: count }, (_, index) => message({ line: `Message ${index + 1}`, ...more }));

/** A storm of 60 that began at START. */
const storm = (): Storm => step(undefined, messages(60), START).storm as Storm;

describe('a storm', () => {
  it('begins when more waits than may, and takes all that may merge', () => {
    expect(step(undefined, messages(50), START)).toMatchObject({ storm: undefined, joins: [], tells: false });
    const begun = step(undefined, messages(51), START);
    expect(begun.joins).toHaveLength(51);
    expect(begun).toMatchObject({ tells: true, over: false, storm: { joined: 51, version: 1 } });
  });

  it('begins for those alone whose threshold is passed', () => {
    const strict = messages(15, { mergeAt: 20 });
    const loose = messages(15, { mergeAt: 40 });
    expect(step(undefined, [...strict, ...loose], START).joins).toEqual(strict);
  });

  it('never takes what is critical, nor counts it', () => {
    const critical = message({ priority: 0 });
    expect(step(undefined, [...messages(50), critical], START).joins).toEqual([]);
    expect(step(undefined, [critical, ...messages(51)], START).joins).not.toContain(critical);
    expect(step(storm(), [critical], START + 1_000).joins).toEqual([]);
  });

  it('is joined by whatever may merge, while it lasts', () => {
    expect(step(storm(), messages(1), START + 1_000).joins).toHaveLength(1);
  });

  it('is over once a lane could have carried twice what came in half a minute', () => {
    const calm = step(storm(), messages(15), START + WATCH_MS);
    expect(calm.over).toBe(true);
    expect(step(storm(), messages(15), START + WATCH_MS - 1).over).toBe(false);
    const rough = step(storm(), messages(16), START + WATCH_MS);
    expect(rough.over).toBe(false);
    expect(step(rough.storm, [], START + 2 * WATCH_MS).over).toBe(true);
  });

  it('tells what came when it fills a page, every five seconds, and at its end', () => {
    const begun = step(undefined, messages(500), START);
    expect(begun.pages.length).toBeGreaterThan(0);
    expect(begun.storm?.untold).not.toEqual([]);
    const soon = step(begun.storm, messages(1), START + TELL_EVERY_MS - 1);
    expect(soon).toMatchObject({ tells: false, pages: [], storm: { version: 1, joined: 501 } });
    const due = step(soon.storm, [], START + TELL_EVERY_MS);
    expect(due).toMatchObject({ tells: true, storm: { version: 2, untold: [] } });
    expect(due.pages.flat().at(-1)).toBe('Message 1');
    expect(step(due.storm, [], START + 2 * TELL_EVERY_MS)).toMatchObject({ tells: false, pages: [] });
    expect(step(due.storm, [], START + WATCH_MS)).toMatchObject({
      tells: true,
      over: true,
      storm: { version: 3 },
    });
  });

  it('mentions whomever its messages would have: when it begins in the summary, who comes later in a reply, each once', () => {
    const [payments, here] = ['oncall:payments', 'here'].map((mention) => ({ mention }));
    const begun = step(undefined, [...messages(50), ...messages(2, payments)], START);
    expect(begun.mentions).toEqual(['oncall:payments']);
    const soon = step(begun.storm, messages(2, here), START + 1_000);
    expect(soon).toMatchObject({ tells: false, mentions: [] });
    const due = step(soon.storm, messages(1, payments), START + TELL_EVERY_MS);
    expect(due.mentions).toEqual(['here']);
    expect(due.pages).toHaveLength(1);
    const later = step(due.storm, messages(1, here), START + 2 * TELL_EVERY_MS);
    expect(later).toMatchObject({ tells: true, mentions: [] });
  });

  it('that began before mentions were kept goes on, and mentions who comes', () => {
    const { mentions: _, unmentioned: __, ...old } = storm();
    const due = step(old, messages(1, { mention: 'here' }), START + TELL_EVERY_MS);
    expect(due.mentions).toEqual(['here']);
  });

  it('counts by source, the most first, and knows the severest, the first and the last', () => {
    const joined = [
      ...messages(30, { source: 'grafana', at: START + 5 }),
      ...messages(20, { priority: 1, at: START + 9 }),
      ...messages(15, { priority: 3, at: START + 2 }),
    ];
    const { severest, firstAt, lastAt, counts } = step(undefined, joined, START + 10).storm as Storm;
    expect({ severest, firstAt, lastAt }).toEqual({ severest: 1, firstAt: START + 2, lastAt: START + 9 });
    expect(bySource(counts)).toEqual([
      {
        source: 'alertmanager',
        count: 35,
        priorities: [
          { source: 'alertmanager', priority: 1, count: 20 },
          { source: 'alertmanager', priority: 3, count: 15 },
        ],
      },
      { source: 'grafana', count: 30, priorities: [{ source: 'grafana', priority: 2, count: 30 }] },
    ]);
  });

  it('stays small, however many sources there are', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => message({ source: `source-${index}` }));
    const { counts } = step(undefined, many, START).storm as Storm;
    expect(counts.length).toBeLessThanOrEqual(204);
    expect(counts.find(({ source }) => source === OTHER_SOURCES)?.count).toBe(4_800);
  });
});

/** What the lane of a channel sees, look by look: what was accepted, and how long after the last look. */
const look = fc.record({
  ms: fc.oneof(fc.integer({ min: 1, max: 3_000 }), fc.constant(WATCH_MS)),
  came: fc.array(
    fc.record({
      priority: fc.integer({ min: 0, max: 3 }),
      source: fc.constantFrom('a', 'b', 'c'),
      mergeAt: fc.constantFrom(2, 5, 20),
      mention: fc.constantFrom(null, null, 'here', 'oncall:payments'),
      length: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 5_000 })),
    }),
    { maxLength: 60 },
  ),
});

interface Played {
  accepted: Waiting[];
  joined: Waiting[];
  told: string[];
  alone: Waiting[];
  steps: Step<Waiting>[];
}

/** As the lane's owner does it, while nothing is sent by itself; at last everything calms down. */
function play(looks: { ms: number; came: (Omit<Waiting, 'line' | 'at'> & { length: number })[] }[]): Played {
  const played: Played = { accepted: [], joined: [], told: [], alone: [], steps: [] };
  let [now, state]: [number, Storm | undefined] = [START, undefined];
  for (const { ms, came } of [...looks, { ms: WATCH_MS, came: [] }, { ms: WATCH_MS, came: [] }]) {
    now += ms;
    for (const { length, ...one } of came) {
      const line = `${played.accepted.length}:`.padEnd(length, 'x');
      const accepted = { ...one, at: now, line };
      played.accepted.push(accepted);
      played.alone.push(accepted);
    }
    const next: Step<Waiting> = step(state, played.alone, now);
    played.steps.push(next);
    played.joined.push(...next.joins);
    played.alone = played.alone.filter((one) => !next.joins.includes(one));
    played.told.push(...next.pages.flat());
    // As it is kept between looks.
    state = next.over ? undefined : (JSON.parse(JSON.stringify(next.storm ?? null)) ?? undefined);
  }
  return played;
}

describe('whatever comes, and whenever', () => {
  it('nothing is lost and nothing told twice: each message joins or waits on, and each that joined is named, in order', () => {
    fc.assert(
      fc.property(fc.array(look, { maxLength: 15 }), (looks) => {
        const { accepted, joined, told, alone } = play(looks);
        expect(new Set([...joined, ...alone])).toEqual(new Set(accepted));
        expect(joined.length + alone.length).toBe(accepted.length);
        expect(told).toEqual(joined.map(({ line }) => line));
      }),
      runs(200),
    );
  });

  it('a storm mentions each of whom its messages would have, once, and in something that is posted', () => {
    fc.assert(
      fc.property(fc.array(look, { maxLength: 15 }), (looks) => {
        let [owed, mentioned]: [Set<string>, string[]] = [new Set(), []];
        for (const { joins, mentions, pages, over, storm: after } of play(looks).steps) {
          for (const { mention } of joins) if (mention !== null) owed.add(mention);
          mentioned.push(...mentions);
          if (mentions.length > 0) expect(pages.length > 0 || after?.version === 1).toBe(true);
          expect(new Set(mentioned).size).toBe(mentioned.length);
          if (!over) continue;
          expect(new Set(mentioned)).toEqual(owed);
          [owed, mentioned] = [new Set(), []];
        }
      }),
      runs(200),
    );
  });

  it('no critical message joins, and the counts are those of all that did', () => {
    fc.assert(
      fc.property(fc.array(look, { maxLength: 15 }), (looks) => {
        const { joined, steps } = play(looks);
        expect(joined.filter(({ priority }) => priority === 0)).toEqual([]);
        for (const { storm: after } of steps) {
          const counted = after?.counts.reduce((sum, { count }) => sum + count, 0);
          expect(counted).toBe(after?.joined);
        }
        const ended = steps.filter(({ over }) => over).map(({ storm: after }) => after?.joined ?? 0);
        expect(ended.reduce((sum, one) => sum + one, 0)).toBe(joined.length);
      }),
      runs(200),
    );
  });

  it('its summary’s versions grow by one, and a reply is never empty nor too long for what is said of it', () => {
    fc.assert(
      fc.property(fc.array(look, { maxLength: 15 }), (looks) => {
        let version = 0;
        for (const { storm: after, tells, over, pages } of play(looks).steps) {
          if (tells) version += 1;
          if (after !== undefined) expect(after.version).toBe(version);
          if (over) version = 0;
          if (pages.length > 0) expect(tells).toBe(true);
          for (const page of pages) {
            expect(page.length).toBeGreaterThan(0);
            if (page.length > 1) expect(page.join('\n').length).toBeLessThanOrEqual(PAGE_CHARACTERS);
          }
        }
      }),
      runs(200),
    );
  });

  it('pages hold all lines in their order, and no two that would have been one', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 30 })), fc.integer({ min: 1, max: 60 }), (lines, most) => {
        const pages = pagesOf(lines, most);
        expect(pages.flat()).toEqual(lines);
        pages.slice(1).forEach((page, index) => {
          const withNext = [...pages[index], page[0]].join('\n');
          expect(withNext.length + 1).toBeGreaterThan(most);
        });
      }),
      runs(200),
    );
  });
});
