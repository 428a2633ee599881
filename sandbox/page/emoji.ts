import { escapeHtml } from '../http/html.js';
import { EMOJI } from '../workspace/emoji-characters.js';

const disc = (color: string) => `<circle cx="8" cy="8" r="7" fill="${color}"/>`;
const tile = (color: string, mark: string) =>
  `<rect x="1" y="1" width="14" height="14" rx="3" fill="${color}"/><path d="${mark}" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/>`;

/** The emoji that carry a card's state are drawn, so that they show on a machine without an emoji font too. */
const DRAWN: Record<string, string> = {
  red_circle: disc('#dd2e44'),
  large_orange_circle: disc('#f4900c'),
  large_yellow_circle: disc('#fdcb58'),
  large_green_circle: disc('#78b159'),
  green_circle: disc('#78b159'),
  large_blue_circle: disc('#55acee'),
  white_circle: disc('#e6e7e8'),
  black_circle: disc('#31373d'),
  white_check_mark: tile('#2bac76', 'M4.5 8.3l2.4 2.4 4.6-5'),
  heavy_check_mark: tile('#7d8388', 'M4.5 8.3l2.4 2.4 4.6-5'),
  x: '<path d="M3 3l10 10M13 3L3 13" stroke="#dd2e44" stroke-width="3" stroke-linecap="round"/>',
  information_source: tile('#3b88c3', 'M8 7.5v4M8 4.5v.1'),
  warning:
    '<path d="M8 1.2L15.3 14H.7z" fill="#ffcc4d"/><path d="M8 5.5v4M8 11.8v.1" stroke="#231f20" stroke-width="1.8" stroke-linecap="round"/>',
  bell: '<path d="M8 1.5a4 4 0 0 0-4 4c0 3.5-1.6 5-2 6h12c-.4-1-2-2.5-2-6a4 4 0 0 0-4-4zM6.2 13a1.9 1.9 0 0 0 3.6 0z" fill="#f4a91f"/>',
  lock: '<rect x="3" y="7" width="10" height="7.5" rx="1.5" fill="currentColor"/><path d="M5.3 7V5a2.7 2.7 0 0 1 5.4 0v2" fill="none" stroke="currentColor" stroke-width="1.6"/>',
};

/** `:name:` as HTML, `undefined` where the name is not known; it then stays as it is, as Slack shows unknown ones. */
export function emojiHtml(name: string): string | undefined {
  const title = escapeHtml(`:${name}:`);
  if (Object.hasOwn(DRAWN, name)) {
    return `<svg class="emoji" viewBox="0 0 16 16" role="img" aria-label="${title}">${DRAWN[name]}</svg>`;
  }
  return Object.hasOwn(EMOJI, name)
    ? `<span class="emoji" title="${title}">${EMOJI[name]}</span>`
    : undefined;
}
