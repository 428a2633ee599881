/*
 * When a schedule is due, found another way than the product does: by looking at a zone's clock each minute, as Intl shows
 * it. Slow, and plain.
 */

/** Half of them with changes of the clocks in these years, some at odd hours, by half an hour, or by a day. */
export const ZONES = [
  'Europe/Berlin',
  'Europe/London',
  'Europe/Dublin',
  'Europe/Lisbon',
  'Europe/Athens',
  'Europe/Moscow',
  'Europe/Istanbul',
  'Europe/Kyiv',
  'Europe/Chisinau',
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Anchorage',
  'America/St_Johns',
  'America/Halifax',
  'America/Havana',
  'America/Sao_Paulo',
  'America/Santiago',
  'America/Asuncion',
  'America/Caracas',
  'America/Nuuk',
  'America/Mexico_City',
  'America/Bogota',
  'America/Port-au-Prince',
  'Atlantic/Azores',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Africa/Windhoek',
  'Africa/Johannesburg',
  'Africa/Lagos',
  'Asia/Tehran',
  'Asia/Jerusalem',
  'Asia/Beirut',
  'Asia/Amman',
  'Asia/Gaza',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Asia/Pyongyang',
  'Australia/Sydney',
  'Australia/Adelaide',
  'Australia/Lord_Howe',
  'Australia/Brisbane',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Pacific/Fiji',
  'UTC',
];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FROM = Date.UTC(2008, 0, 1);
const TO = Date.UTC(2028, 0, 1);
const transitions = new Map<string, number[]>();

/** The first minutes of another offset, in twenty years; the middle of a year where there are none. */
export function transitionsOf(zone: string): number[] {
  const known = transitions.get(zone);
  if (known !== undefined) return known;
  const found = [];
  const step = 7 * 24 * HOUR;
  for (let at = FROM; at < TO; at += step) {
    if (aheadAt(zone, at) === aheadAt(zone, at + step)) continue;
    let [low, high] = [at, at + step];
    while (high - low > MINUTE) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
      if (aheadAt(zone, middle) === aheadAt(zone, at)) low = middle;
      else high = middle;
    }
    found.push(high);
  }
  const all = found.length > 0 ? found : [Date.UTC(2017, 5, 1)];
  transitions.set(zone, all);
  return all;
}

/** Of "minute hour * * *": every minute after `from`, up to `to`, in which it is due. */
export function slotsByMinutes(expression: string, zone: string, from: number, to: number): string[] {
  const [minutes, hours] = expression.split(' ').map(matcherOf);
  const matches = (wall: number) => {
    const shown = new Date(wall);
    return minutes(shown.getUTCMinutes()) && hours(shown.getUTCHours());
  };
  const slots = [];
  // The latest time that a clock of the zone has shown so far: what it shows again has been.
  const start = from - 30 * HOUR;
  let latest = wallAt(zone, start);
  for (let at = Math.ceil(start / MINUTE) * MINUTE + MINUTE; at <= to; at += MINUTE) {
    const wall = wallAt(zone, at);
    let due = false;
    for (let time = latest + MINUTE; time <= wall; time += MINUTE) due ||= matches(time);
    latest = Math.max(latest, wall);
    if (due && at > from) slots.push(new Date(at).toISOString());
  }
  return slots;
}

function matcherOf(field: string): (value: number) => boolean {
  if (field === '*') return () => true;
  if (field.startsWith('*/')) return (value) => value % Number(field.slice(2)) === 0;
  const listed = field.split(',').map(Number);
  return (value) => listed.includes(value);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock shows, to the minute, as if it were in Greenwich. */
function wallAt(zone: string, at: number): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'short',
      calendar: 'iso8601',
    });
  formats.set(zone, format);
  return Date.parse(`${format.format(at).replace(' ', 'T')}Z`);
}

const aheadAt = (zone: string, at: number) => wallAt(zone, at) - at;
