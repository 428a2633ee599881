import { EMOJI } from './emoji-characters.js';

const SELECTOR = '\uFE0F';
const NAMES = new Map(
  Object.entries(EMOJI)
    .reverse()
    .map(([name, character]) => [character.replace(SELECTOR, ''), name]),
);
const CHARACTERS = new RegExp(`(${[...NAMES.keys()].join('|')})${SELECTOR}?`, 'gu');
const WORTH_A_LOOK = /https?:\/\/|[^\0-\x7f]/;

/**
 * What an app says as Slack gives it back: bare URLs as `<url>`, unicode emoji as `:name:` (facts, section 8); of those,
 * the ones that the sandbox knows by name. What stands in `<…>` or between backticks is left alone (the latter is
 * *unverified*).
 */
export function publishedText(text: string): string {
  if (!WORTH_A_LOOK.test(text)) return text;
  return text
    .split(/(<[^>]*>|`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? part : named(part.replace(/https?:\/\/[^\s<>|]+/g, '<$&>'))))
    .join('');
}

/** The emoji alone, as in plain_text. */
export function named(text: string): string {
  if (!WORTH_A_LOOK.test(text)) return text;
  return text.replace(CHARACTERS, (_all, character: string) => `:${NAMES.get(character)}:`);
}
