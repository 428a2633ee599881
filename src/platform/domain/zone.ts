/**
 * What a clock on the wall shows, in milliseconds as if it hung in Greenwich: arithmetic on it knows no change of the
 * clocks. It is no instant; `instantOf` finds the one.
 */
export type WallTime = number;

const DAY_MS = 24 * 60 * 60 * 1_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** What the zone's clocks show at an instant. */
export function wallTimeAt(zone: string, instant: number): WallTime {
  return instant + offsetAt(zone, instant);
}

/**
 * When the zone's clocks show a time. What they show twice is the first one; what they skip is the moment in which they
 * jump, so that later times never come earlier.
 */
export function instantOf(zone: string, wall: WallTime): number {
  const before = offsetAt(zone, wall - DAY_MS);
  const after = offsetAt(zone, wall + DAY_MS);
  // The greater offset is the earlier instant.
  const candidates = [...new Set([before, after, offsetAt(zone, wall - before)])].sort((a, b) => b - a);
  const shown = candidates.find((offset) => offsetAt(zone, wall - offset) === offset);
  if (shown !== undefined) return wall - shown;
  return jumpWithin(zone, wall - candidates[0], wall - candidates[candidates.length - 1]);
}

/** The instant after `from` in which the zone's offset stops being what it was there; to the second, as zones are. */
function jumpWithin(zone: string, from: number, to: number): number {
  const offset = offsetAt(zone, from);
  let [low, high] = [Math.floor(from / 1_000), Math.ceil(to / 1_000)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(zone, middle * 1_000) === offset) low = middle;
    else high = middle;
  }
  return high * 1_000;
}

/** By how much the zone's clocks are ahead of Greenwich. */
function offsetAt(zone: string, instant: number): number {
  const shown = new Map<string, number>();
  for (const { type, value } of formatOf(zone).formatToParts(instant)) shown.set(type, Number(value));
  const part = (name: string) => shown.get(name) ?? 0;
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return wall - Math.floor(instant / 1_000) * 1_000;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    const twoDigits = {
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    } as const;
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      ...twoDigits,
    });
    formats.set(zone, format);
  }
  return format;
}
