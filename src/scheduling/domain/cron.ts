import { InputFault } from '../../platform/domain/index.js';

/** A cron expression, read: which values of each field match. */
export interface Cron {
  minutes: readonly number[];
  hours: readonly number[];
  days: ReadonlySet<number>;
  months: ReadonlySet<number>;
  /** 0 is Sunday. */
  weekdays: ReadonlySet<number>;
  /** Where both the day of the month and the weekday are narrowed, either is enough, as cron has it. */
  eitherDay: boolean;
}

interface Field {
  name: string;
  from: number;
  to: number;
  names?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const FIELDS: readonly Field[] = [
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day of the month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12, names: MONTHS },
  { name: 'weekday', from: 0, to: 7, names: WEEKDAYS },
];

const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const EXAMPLE = 'for example "0 8 * * 1-5" for weekdays at 08:00';

/**
 * Five fields: minute, hour, day of the month, month, weekday; each with lists, ranges, steps and English names.
 *
 * @example parseCron('0,30 8-17 * * mon-fri')
 * @throws InputFault
 */
export function parseCron(expression: string): Cron {
  const texts = expression.trim().split(/\s+/);
  if (texts.length !== FIELDS.length) {
    throw new InputFault(
      `A cron expression has five fields, minute, hour, day, month and weekday: ${EXAMPLE}.`,
    );
  }
  const [minutes, hours, days, months, weekdays] = texts.map((text, index) => valuesOf(text, FIELDS[index]));
  const cron = {
    minutes: [...minutes].sort((a, b) => a - b),
    hours: [...hours].sort((a, b) => a - b),
    days,
    months,
    weekdays: new Set([...weekdays].map((day) => day % 7)),
    eitherDay: !texts[2].startsWith('*') && !texts[4].startsWith('*'),
  };
  const comes = [...months].some((month) => [...days].some((day) => day <= LONGEST_MONTHS[month - 1]));
  if (!comes && !cron.eitherDay) {
    throw new InputFault(
      `"${expression}" never comes: no such month has that day. Say it otherwise, ${EXAMPLE}.`,
    );
  }
  return cron;
}

/** @param day of the week, 0 is Sunday */
export function matchesDay(
  cron: Cron,
  { month, date, day }: { month: number; date: number; day: number },
): boolean {
  if (!cron.months.has(month)) return false;
  const [byDate, byWeekday] = [cron.days.has(date), cron.weekdays.has(day)];
  return cron.eitherDay ? byDate || byWeekday : byDate && byWeekday;
}

function valuesOf(text: string, field: Field): Set<number> {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [, range, step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    const [from, to] = boundsOf(range, step !== undefined, field);
    const by = step === undefined ? 1 : Number(step);
    if (from === undefined || to === undefined || by < 1 || from > to) {
      throw new InputFault(
        `"${text}" is no ${field.name} of a cron expression: it takes ${field.from} to ${field.to}, lists, ranges and steps, ${EXAMPLE}.`,
      );
    }
    for (let value = from; value <= to; value += by) values.add(value);
  }
  return values;
}

function boundsOf(range: string | undefined, stepped: boolean, field: Field): (number | undefined)[] {
  if (range === undefined) return [];
  if (range === '*') return [field.from, field.to];
  const [first, last, ...more] = range.split('-');
  if (more.length > 0) return [];
  const from = numberOf(first, field);
  if (last !== undefined) return [from, numberOf(last, field)];
  return [from, stepped ? field.to : from];
}

function numberOf(text: string, { from, to, names = [] }: Field): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return names === MONTHS ? named + 1 : named;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : NaN;
  return value >= from && value <= to ? value : undefined;
}
