import { InputFault } from './input-fault.js';
import { nearest } from './nearest.js';

/** Places whose zone this Node's own list has by an older name alone. Both names mean the same. */
const RENAMED = [
  'Africa/Asmara',
  'America/Argentina/Buenos_Aires',
  'America/Nuuk',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
  'UTC',
];

/**
 * A zone by the name that somebody gave it: of two names for one zone none is more right, and people look for theirs.
 * Letters may be large or small.
 *
 * @throws InputFault for what is no zone of the IANA's, with what may have been meant
 */
export function checkZone(typed: string): string {
  const zone = typed.trim();
  try {
    const resolved = new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone;
    return spelled(zone, [resolved, ...RENAMED]);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const meant = meantBy(zone);
    throw new InputFault(
      `There is no time zone "${typed}". ` +
        (meant === undefined
          ? 'Name one of the IANA’s, such as Europe/Berlin, America/New_York or UTC.'
          : `Did you mean ${meant}? They are the IANA’s, as America/New_York or UTC.`),
    );
  }
}

function spelled(zone: string, known: string[]): string {
  const same = known.find((name) => name.toLowerCase() === zone.toLowerCase());
  if (same !== undefined) return same;
  if (zone !== zone.toLowerCase()) return zone;
  // Names without a place are abbreviations, such as GMT.
  return zone.includes('/')
    ? zone.replace(/^us(?=\/)|(?<=^|[/_])[a-z]/g, (letters) => letters.toUpperCase())
    : zone.toUpperCase();
}

/** By the whole name, or by the town alone. */
function meantBy(zone: string): string | undefined {
  const word = zone.replace(/\s+/g, '_');
  const known = [...Intl.supportedValuesOf('timeZone'), ...RENAMED];
  const towns = new Map(known.map((name) => [townOf(name), name]));
  const town = townOf(word);
  return towns.get(town) ?? nearest(word, known) ?? towns.get(nearest(town, [...towns.keys()]) ?? '');
}

const townOf = (zone: string) => zone.slice(zone.lastIndexOf('/') + 1).toLowerCase();
