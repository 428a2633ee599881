import { InputFault, nearest } from '../../platform/domain/index.js';
import { readTypedName } from './typed-name.js';

export type MuteWish =
  | { action: 'list' }
  /** All of the channel's, where no service is named. */
  | { action: 'off'; service?: string }
  | { action: 'mute'; ms: number; service?: string; all: boolean };

const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000 };
const PART = '\\d{1,6}\\s*(?:days?|d|hours?|hrs?|h|minutes?|mins?|m)';
const DURATION = new RegExp(`(?:^|\\s)(${PART}(?:\\s*${PART})*)(?=\\s|$)`, 'i');
const EXAMPLE = '`/switchboard mute 2h`, `/switchboard mute 30m payments`';

/** What somebody wants muted: how long, of which service, and whether what is critical too. In any order. @throws InputFault */
export function readMuteWish(typed: string): MuteWish {
  const text = typed.trim().replace(/\s+/g, ' ');
  const [, word = '', rest = ''] = /^(\S*)\s*(.*)$/.exec(text) ?? [];
  const action = word.toLowerCase();
  if (action === '' || (action === 'list' && rest === '')) return { action: 'list' };
  if (action === 'off') return { action: 'off', ...serviceIn(rest) };
  const duration = DURATION.exec(text);
  if (duration === null) {
    const meant = nearest(action, ['list', 'off']);
    throw new InputFault(
      meant === undefined || rest !== ''
        ? `For how long? For example ${EXAMPLE}; 24 hours at most.`
        : `Did you mean \`/switchboard mute ${meant}\`? Nothing was muted; a time to mute for would be ${EXAMPLE}.`,
    );
  }
  const others = `${text.slice(0, duration.index)} ${text.slice(duration.index + duration[0].length)}`;
  const words = others.split(' ').filter((one) => one !== '');
  const all = words.some((one) => one.toLowerCase() === 'all');
  const service = words.filter((one) => one.toLowerCase() !== 'all').join(' ');
  return { action: 'mute', ms: msIn(duration[1]), all, ...serviceIn(service) };
}

function msIn(duration: string): number {
  const parts = duration.matchAll(/(\d+)\s*([dhm])[a-z]*/gi);
  return [...parts].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNITS[unit.toLowerCase()] ?? 0),
    0,
  );
}

/** The formatting that people copy along is no part of a name. */
function serviceIn(text: string): { service?: string } {
  const service = readTypedName(text.replace(/^[`*_]+|[`*_]+$/g, ''));
  return service === '' ? {} : { service };
}
