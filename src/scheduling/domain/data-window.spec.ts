import { windowsOf } from './data-window.js';

const iso = ({ from, to }: { from: Date; to: Date }) => `${from.toISOString()} ${to.toISOString()}`;
const of = (covers: 'day' | 'week', zone: string, slot: string) => {
  const { window, before } = windowsOf(covers, zone, new Date(slot));
  return [iso(window), iso(before)];
};

describe('What a digest is about', () => {
  it('is yesterday by the zone’s calendar, and the day before to compare with', () => {
    // 08:00 in Tokyo is 23:00 of the day before in Greenwich.
    expect(of('day', 'Asia/Tokyo', '2026-11-26T23:00:00Z')).toEqual([
      '2026-11-25T15:00:00.000Z 2026-11-26T15:00:00.000Z',
      '2026-11-24T15:00:00.000Z 2026-11-25T15:00:00.000Z',
    ]);
  });

  it('is a day of 23 or 25 hours where the clocks change', () => {
    expect(of('day', 'Europe/Berlin', '2026-03-30T06:00:00Z')[0]).toBe(
      '2026-03-28T23:00:00.000Z 2026-03-29T22:00:00.000Z',
    );
    expect(of('day', 'Europe/Berlin', '2026-10-26T07:00:00Z')[0]).toBe(
      '2026-10-24T22:00:00.000Z 2026-10-25T23:00:00.000Z',
    );
    // In Beirut and Cairo midnight itself is skipped: the day begins at one.
    expect(of('day', 'Africa/Cairo', '2026-04-25T06:00:00Z')[0]).toBe(
      '2026-04-23T22:00:00.000Z 2026-04-24T21:00:00.000Z',
    );
  });

  it('is last week from Monday on, whatever day it comes', () => {
    const week = '2026-11-16T00:00:00.000Z 2026-11-23T00:00:00.000Z';
    for (const day of [23, 25, 29]) expect(of('week', 'UTC', `2026-11-${day}T08:00:00Z`)[0]).toBe(week);
    expect(of('week', 'America/New_York', '2026-11-09T14:00:00Z')).toEqual([
      '2026-11-02T05:00:00.000Z 2026-11-09T05:00:00.000Z',
      '2026-10-26T04:00:00.000Z 2026-11-02T05:00:00.000Z',
    ]);
  });
});
