import { InputFault, nearest } from '../../platform/domain/index.js';
import { WEEKDAYS, parseCron } from './cron.js';

const DAYS: Readonly<Record<string, string>> = {
  daily: '*',
  'every day': '*',
  weekdays: '1-5',
  weekends: '0,6',
};
const LONG = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const WORDS = [...Object.keys(DAYS), ...LONG.map((name) => `${name}s`)];
const EXAMPLES =
  '"weekdays 08:00", "daily 7:30", "mondays 09:00", or a cron expression such as "0 8 * * 1-5"';

/**
 * A cron expression, out of what people type: "weekdays 08:00", "daily at 7:30", "mondays, thursdays 9:00", or cron itself.
 *
 * @throws InputFault with the nearest that would do
 */
export function cronOf(typed: string): string {
  const text = typed.trim().replace(/\s+/g, ' ');
  if (/^[\d*]/.test(text)) {
    parseCron(text);
    return text;
  }
  const [, words, hour, minute] = /^([a-z ,]+?)(?: at)? (\d{1,2})(?::(\d{2}))?$/i.exec(text) ?? [];
  if (words === undefined) throw new InputFault(`"${text}" is no schedule. Say when, as in ${EXAMPLES}.`);
  const [h, m] = [Number(hour), Number(minute ?? '0')];
  if (h > 23 || m > 59) {
    throw new InputFault(
      `There is no time ${hour}:${minute ?? '00'}. Say it by 24 hours, as in ${EXAMPLES}.`,
    );
  }
  const days = words.split(/\s*,\s*|\s+and\s+/).map((word) => daysOf(word.toLowerCase()));
  return `${m} ${h} * * ${days.includes('*') ? '*' : days.join(',')}`;
}

function daysOf(word: string): string {
  if (Object.hasOwn(DAYS, word)) return DAYS[word];
  const single = word.replace(/s$/, '');
  const index = LONG.findIndex((name, at) => name === single || WEEKDAYS[at] === single);
  if (index >= 0) return String(index);
  const near = nearest(word, WORDS);
  const meant = near === undefined ? '' : ` Did you mean "${near}"?`;
  throw new InputFault(`"${word}" is no day.${meant} It goes like ${EXAMPLES}.`);
}
