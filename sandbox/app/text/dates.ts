const DAY_MS = 86_400_000;

/** Made once: making one takes longer than all else that a message needs. */
const CLOCK = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit' });
const CLOCK_SECONDS = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const MOMENT = new Intl.DateTimeFormat([], { dateStyle: 'full', timeStyle: 'medium' });

/** In the reader's own zone and manner. */
export function clockTime(date: Date, seconds = false): string {
  return (seconds ? CLOCK_SECONDS : CLOCK).format(date);
}

/** All of a moment, for who points at a time. */
export function wholeTime(date: Date): string {
  return MOMENT.format(date);
}

/** Today, Yesterday, Tomorrow, or undefined. */
export function nearDay(date: Date, now: number): string | undefined {
  const days = Math.round((startOfDay(date) - startOfDay(new Date(now))) / DAY_MS);
  return new Map([
    [-1, 'yesterday'],
    [0, 'today'],
    [1, 'tomorrow'],
  ]).get(days);
}

/** What stands between the messages of two days. */
export function dayLabel(date: Date, now: number): string {
  const near = nearDay(date, now);
  if (near) return near[0].toUpperCase() + near.slice(1);
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return date.toLocaleDateString([], {
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

/** How long ago, in the one unit that says most. */
export function ago(date: Date, now: number): string {
  const seconds = Math.round((now - date.getTime()) / 1000);
  const [amount, unit] = largest(Math.abs(seconds));
  if (amount === 0) return 'just now';
  const words = `${amount} ${unit}${amount === 1 ? '' : 's'}`;
  return seconds >= 0 ? `${words} ago` : `in ${words}`;
}

/** Slack's date tokens (facts, section 8) written out; an unknown one stays as it is. */
export function slackDate(date: Date, format: string, now: number): string {
  const day = (style: Intl.DateTimeFormatOptions) =>
    date.toLocaleDateString([], { year: 'numeric', ...style });
  const two = (value: number) => String(value).padStart(2, '0');
  const tokens: Record<string, string> = {
    date_num: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
    date: day({ month: 'long', day: 'numeric' }),
    date_short: day({ month: 'short', day: 'numeric' }),
    date_long: day({ weekday: 'long', month: 'long', day: 'numeric' }),
    time: clockTime(date),
    time_secs: clockTime(date, true),
    ago: ago(date, now),
  };
  return format.replace(/\{(\w+?)(_pretty)?\}/g, (all, name: string, pretty: string | undefined) => {
    const near = pretty === undefined ? undefined : nearDay(date, now);
    return near ?? tokens[name] ?? all;
  });
}

/** `ts` as a moment. */
export function timeOf(ts: string): Date {
  return new Date(Number(ts) * 1000);
}

function startOfDay(date: Date): number {
  return new Date(date).setHours(0, 0, 0, 0);
}

function largest(seconds: number): [number, string] {
  if (seconds < 5) return [0, 'second'];
  if (seconds < 60) return [seconds, 'second'];
  if (seconds < 3600) return [Math.floor(seconds / 60), 'minute'];
  if (seconds < 86_400) return [Math.floor(seconds / 3600), 'hour'];
  return [Math.floor(seconds / 86_400), 'day'];
}
