import type { ComponentChildren } from 'preact';
import { EMOJI } from '../../workspace/emoji-characters.js';
import { MORE_EMOJI } from './more-emoji.js';

const disc = (color: string) => <circle cx="8" cy="8" r="7" fill={color} />;
const tile = (color: string, mark: string) => (
  <>
    <rect x="1" y="1" width="14" height="14" rx="3" fill={color} />
    <path
      d={mark}
      fill="none"
      stroke="#fff"
      stroke-width="2.2"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </>
);

/** The emoji that carry a card's state are drawn, so that they show on a machine without an emoji font too. */
const DRAWN: Record<string, () => ComponentChildren> = {
  red_circle: () => disc('#dd2e44'),
  large_orange_circle: () => disc('#f4900c'),
  large_yellow_circle: () => disc('#fdcb58'),
  large_green_circle: () => disc('#78b159'),
  green_circle: () => disc('#78b159'),
  large_blue_circle: () => disc('#55acee'),
  white_circle: () => <circle cx="8" cy="8" r="6.5" fill="#e6e7e8" stroke="#9aa0a6" />,
  black_circle: () => <circle cx="8" cy="8" r="6.5" fill="#31373d" stroke="#9aa0a6" />,
  white_check_mark: () => tile('#2bac76', 'M4.5 8.3l2.4 2.4 4.6-5'),
  heavy_check_mark: () => tile('#7d8388', 'M4.5 8.3l2.4 2.4 4.6-5'),
  x: () => <path d="M3 3l10 10M13 3L3 13" stroke="#dd2e44" stroke-width="3" stroke-linecap="round" />,
  information_source: () => tile('#3b88c3', 'M8 7.5v4M8 4.5v.1'),
  cyclone: () => (
    <path
      d="M8 8.4a.9.9 0 1 1 .9-1c0 1.600-1.300 2.800-2.900 2.800S3 8.900 3 7.200 5 3.500 8 3.500s5.200 2.200 5.200 5-2.500 5-6.200 5"
      fill="none"
      stroke="#3b88c3"
      stroke-width="1.7"
      stroke-linecap="round"
    />
  ),
  warning: () => (
    <>
      <path d="M8 1.2L15.3 14H.7z" fill="#ffcc4d" />
      <path d="M8 5.5v4M8 11.8v.1" stroke="#231f20" stroke-width="1.8" stroke-linecap="round" />
    </>
  ),
  bell: () => (
    <path
      d="M8 1.5a4 4 0 0 0-4 4c0 3.5-1.6 5-2 6h12c-.4-1-2-2.5-2-6a4 4 0 0 0-4-4zM6.2 13a1.9 1.9 0 0 0 3.6 0z"
      fill="#f4a91f"
    />
  ),
};

/** Every name that can be typed between colons or chosen for a reaction, with its character. */
export const ALL_EMOJI: readonly [name: string, character: string][] = Object.entries({
  ...EMOJI,
  ...MORE_EMOJI,
});

/** `:name:` as a picture; where the name is not known, as Slack shows unknown ones. */
export function Emoji({ name, quiet = false }: { name: string; quiet?: boolean }) {
  const label = quiet ? { 'aria-hidden': true } : { role: 'img', 'aria-label': `:${name}:` };
  if (Object.hasOwn(DRAWN, name)) {
    return (
      <svg class="emoji" viewBox="0 0 16 16" {...(label as object)}>
        {DRAWN[name]()}
      </svg>
    );
  }
  const character = EMOJI[name] ?? MORE_EMOJI[name];
  if (character === undefined) return <>{`:${name}:`}</>;
  return (
    <span class="emoji" title={`:${name}:`} {...(label as object)}>
      {character}
    </span>
  );
}
