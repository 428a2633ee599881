import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { type Rotation, nextOnCall, onCallAt, shiftAt } from './rotation.js';

const [ANN, BOB, CAROL] = ['U0ANN00001', 'U0BOB00001', 'U0CAROL001'];
const rotation = (zone: string, more: Partial<Rotation> = {}): Rotation => ({
  people: [ANN, BOB, CAROL],
  every: 'week',
  handOverAt: '09:00',
  zone,
  startsOn: '2026-03-02',
  ...more,
});
const shift = (of: Rotation, at: string) => {
  const { userId, from, to } = shiftAt(of, new Date(at));
  return `${userId} ${from.toISOString()} ${to.toISOString()}`;
};

describe('A weekly rotation over both changes of the clocks', () => {
  it.each([
    // Berlin: 29 March, 02:00 to 03:00; 25 October, 03:00 to 02:00.
    ['Europe/Berlin', '2026-03-23T07:59:59Z', `${CAROL} 2026-03-16T08:00:00.000Z 2026-03-23T08:00:00.000Z`],
    ['Europe/Berlin', '2026-03-23T08:00:00Z', `${ANN} 2026-03-23T08:00:00.000Z 2026-03-30T07:00:00.000Z`],
    ['Europe/Berlin', '2026-03-30T07:00:00Z', `${BOB} 2026-03-30T07:00:00.000Z 2026-04-06T07:00:00.000Z`],
    ['Europe/Berlin', '2026-10-25T12:00:00Z', `${ANN} 2026-10-19T07:00:00.000Z 2026-10-26T08:00:00.000Z`],
    // New York: 8 March, 02:00 to 03:00; 1 November, 02:00 to 01:00.
    ['America/New_York', '2026-03-09T12:59:59Z', `${ANN} 2026-03-02T14:00:00.000Z 2026-03-09T13:00:00.000Z`],
    ['America/New_York', '2026-03-09T13:00:00Z', `${BOB} 2026-03-09T13:00:00.000Z 2026-03-16T13:00:00.000Z`],
    ['America/New_York', '2026-11-02T13:59:59Z', `${BOB} 2026-10-26T13:00:00.000Z 2026-11-02T14:00:00.000Z`],
    // Lord Howe: 5 April, 02:00 to 01:30; 4 October, 02:00 to 02:30.
    [
      'Australia/Lord_Howe',
      '2026-04-05T12:00:00Z',
      `${BOB} 2026-03-29T22:00:00.000Z 2026-04-05T22:30:00.000Z`,
    ],
    [
      'Australia/Lord_Howe',
      '2026-10-04T21:59:59Z',
      `${ANN} 2026-09-27T22:30:00.000Z 2026-10-04T22:00:00.000Z`,
    ],
  ])('in %s at %s', (zone, at, expected) => {
    expect(shift(rotation(zone), at)).toBe(expected);
  });
});

describe('A daily rotation', () => {
  it('that hands over in a skipped hour does so when the clocks jump; in a doubled one, the first time', () => {
    const night = rotation('Europe/Berlin', { every: 'day', handOverAt: '02:30', startsOn: '2026-03-28' });
    expect(shift(night, '2026-03-29T00:59:59Z')).toBe(
      `${ANN} 2026-03-28T01:30:00.000Z 2026-03-29T01:00:00.000Z`,
    );
    expect(shift(night, '2026-03-29T01:00:00Z')).toBe(
      `${BOB} 2026-03-29T01:00:00.000Z 2026-03-30T00:30:00.000Z`,
    );
    expect(shiftAt(night, new Date('2026-10-25T00:29:59Z')).userId).not.toBe(
      shiftAt(night, new Date('2026-10-25T00:30:00Z')).userId,
    );
    expect(shiftAt(night, new Date('2026-10-25T01:29:59Z')).userId).toBe(
      shiftAt(night, new Date('2026-10-25T01:30:00Z')).userId,
    );
  });
});

describe('Overrides', () => {
  const of = rotation('UTC', { startsOn: '2026-11-23', handOverAt: '00:00' });
  const at = (day: number, hour = 12) => new Date(Date.UTC(2026, 10, day, hour));
  const standIn = { userId: CAROL, from: at(24, 8), to: at(24, 18) };

  it('stand for their time, and the rotation goes on as if nothing had been', () => {
    expect(onCallAt(of, [standIn], at(24, 7))).toMatchObject({ userId: ANN, to: at(24, 8), standsIn: false });
    expect(onCallAt(of, [standIn], at(24, 8))).toMatchObject({
      userId: CAROL,
      to: at(24, 18),
      standsIn: true,
    });
    expect(onCallAt(of, [standIn], at(24, 18))).toMatchObject({
      userId: ANN,
      to: at(30, 0),
      standsIn: false,
    });
  });

  it('the one made last counts', () => {
    const later = { userId: BOB, from: at(24, 10), to: at(24, 12) };
    expect(onCallAt(of, [standIn, later], at(24, 11))).toMatchObject({ userId: BOB, to: at(24, 12) });
    expect(onCallAt(of, [standIn, later], at(24, 13))).toMatchObject({ userId: CAROL });
  });

  it('next is the first who is somebody else', () => {
    expect(nextOnCall(of, [], at(24))).toMatchObject({ userId: BOB, from: at(30, 0) });
    expect(nextOnCall(of, [standIn], at(24, 7))).toMatchObject({ userId: CAROL, from: at(24, 8) });
    expect(nextOnCall(rotation('UTC', { people: [ANN] }), [], at(24))).toMatchObject({ userId: ANN });
  });

  it('next begins when that person takes over, not when the shift did in which somebody stands in', () => {
    expect(nextOnCall(of, [standIn], at(24))).toMatchObject({ userId: ANN, from: at(24, 18), to: at(30, 0) });
    const daily = { ...of, every: 'day' as const };
    const long = { userId: CAROL, from: at(24, 8), to: at(27, 18) };
    expect(nextOnCall(daily, [long], at(24))).toMatchObject({ userId: BOB, from: at(27, 18), to: at(28, 0) });
    // Carol's own turn follows on her standing in: Ann takes over from her after both.
    const until = { ...long, to: at(25, 6) };
    expect(nextOnCall(daily, [until], at(24))).toMatchObject({ userId: ANN, from: at(26, 0) });
    const later = { userId: BOB, from: at(24, 10), to: at(24, 13) };
    expect(nextOnCall(of, [standIn, later], at(24))).toMatchObject({ userId: CAROL, from: at(24, 13) });
  });

  it('next begins at the instant at which whoever is on call changes', () => {
    const hours = fc.integer({ min: 0, max: 20 * 24 });
    const made = fc
      .tuple(fc.constantFrom(ANN, BOB, CAROL), hours, fc.integer({ min: 1, max: 240 }))
      .map(([userId, start, length]) => ({ userId, from: at(23, start), to: at(23, start + length) }));
    const every = fc.constantFrom('day' as const, 'week' as const);
    fc.assert(
      fc.property(every, fc.array(made, { maxLength: 4 }), hours, (every, overrides, hour) => {
        const turns = { ...of, every };
        const who = (time: number) => onCallAt(turns, overrides, new Date(time)).userId;
        const now = at(23, hour).getTime();
        const next = nextOnCall(turns, overrides, new Date(now));
        // All changes fall on whole hours.
        let change = now;
        while (who(change) === who(now)) change += 60 * 60 * 1_000;
        expect(next).toMatchObject({ userId: who(change), from: new Date(change) });
        expect(next.to > next.from).toBe(true);
      }),
      runs(100),
    );
  });
});

describe('Whatever the rotation and the time', () => {
  it('somebody is on call, of the people, in a shift that has begun and not ended; the next begins there', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'Africa/Cairo',
    );
    const times = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
    const instants = fc.date({
      min: new Date('2008-01-01'),
      max: new Date('2028-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(
        zones,
        times,
        fc.constantFrom('day', 'week'),
        instants,
        (zone, [hour, minute], every, at) => {
          const handOverAt = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
          const of = rotation(zone, { every, handOverAt });
          const { userId, from, to } = shiftAt(of, at);
          expect(from <= at && at < to).toBe(true);
          const next = shiftAt(of, to);
          expect(next.from).toEqual(to);
          const turn = of.people.indexOf(userId);
          // Samoa skipped a day: its shift has no length, and is passed over.
          if (zone !== 'Pacific/Apia') expect(next.userId).toBe(of.people[(turn + 1) % 3]);
        },
      ),
      runs(100),
    );
  });
});
