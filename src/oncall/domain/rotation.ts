import { instantOf, wallTimeAt } from '../../platform/domain/index.js';

const DAY_MS = 24 * 60 * 60 * 1_000;
const MINUTE_MS = 60_000;

/** What people type to name one. */
export const NAME = /^[a-z0-9][a-z0-9._-]{0,59}$/;

export const EVERY = ['day', 'week'] as const;

/** Who is on call in turn, and when they hand over to the next. */
export interface Rotation {
  /** Slack users' ids, in their order. */
  people: readonly string[];
  every: (typeof EVERY)[number];
  /** Local, `09:00`. */
  handOverAt: string;
  /** Of the IANA's. */
  zone: string;
  /** `2026-11-23`: on this day the first of the people takes over, and weekly ones hand over on its weekday. */
  startsOn: string;
}

/** Somebody stands in: from `from` on, without `to`. */
export interface Override {
  userId: string;
  from: Date;
  to: Date;
}

export interface Shift {
  userId: string;
  from: Date;
  to: Date;
}

/**
 * The shift of the rotation at a time, whoever stands in. Shifts are counted by the calendar and hand over by the zone's
 * clocks: one of them is an hour shorter or longer where these change. Before it starts the turns are counted backwards.
 */
export function shiftAt(rotation: Rotation, at: Date): Shift {
  const { people, zone } = rotation;
  const length = rotation.every === 'day' ? 1 : 7;
  const [hour, minute] = rotation.handOverAt.split(':').map(Number);
  const first = Date.parse(`${rotation.startsOn}T00:00:00Z`) + (hour * 60 + minute) * MINUTE_MS;
  const handOver = (turn: number) => instantOf(zone, first + turn * length * DAY_MS);
  let turn = Math.floor((wallTimeAt(zone, at.getTime()) - first) / (length * DAY_MS));
  // Where the hand-over itself is skipped or shown twice, the clock alone doesn't say on which side of it we are.
  while (handOver(turn) > at.getTime()) turn -= 1;
  while (handOver(turn + 1) <= at.getTime()) turn += 1;
  const index = ((turn % people.length) + people.length) % people.length;
  return { userId: people[index], from: new Date(handOver(turn)), to: new Date(handOver(turn + 1)) };
}

/** Who is on call at a time, and until when: of overrides the one made last counts. @param overrides oldest first */
export function onCallAt(
  rotation: Rotation,
  overrides: readonly Override[],
  at: Date,
): Shift & { standsIn: boolean } {
  const shift = shiftAt(rotation, at);
  const standing = [...overrides].reverse().find(({ from, to }) => from <= at && at < to);
  // Until the next change of any kind, at the latest.
  const changes = [
    standing?.to ?? shift.to,
    ...overrides.flatMap(({ from, to }) => [from, to]).filter((change) => change > at),
  ].map((change) => change.getTime());
  const whole = standing ?? shift;
  return {
    userId: whole.userId,
    from: whole.from,
    to: new Date(Math.min(...changes)),
    standsIn: standing !== undefined,
  };
}

/**
 * Who takes over from whoever is on call, and when: the first change to somebody else. It begins with that change, also
 * where the shift itself began long before, under somebody who stood in.
 */
export function nextOnCall(
  rotation: Rotation,
  overrides: readonly Override[],
  at: Date,
): Shift & { standsIn: boolean } {
  const now = onCallAt(rotation, overrides, at);
  let from = now.to;
  let next = onCallAt(rotation, overrides, from);
  for (
    let turns = 0;
    next.userId === now.userId && turns < rotation.people.length + overrides.length * 2;
    turns++
  ) {
    from = next.to;
    next = onCallAt(rotation, overrides, from);
  }
  return { ...next, from };
}
