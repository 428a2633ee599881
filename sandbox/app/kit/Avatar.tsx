import type { ShownPerson } from '../../page/shown.js';
import { Emoji } from '../text/Emoji.js';
import { isEmoji } from '../text/parse-mrkdwn.js';

interface Props {
  person: ShownPerson | undefined;
  name: string;
  size?: number;
  icon?: string;
}

/** Initials on the person's colour; an app's are on a square of its own. */
export function Avatar({ person, name, size = 36, icon }: Props) {
  const style = { width: size, height: size, fontSize: Math.round(size * 0.42) };
  const emoji = icon?.replace(/:/g, '') ?? '';
  if (isEmoji(emoji)) {
    return (
      <span class="avatar plain" style={style} aria-hidden="true">
        <Emoji name={emoji} quiet />
      </span>
    );
  }
  if (icon !== undefined && /^https?:/i.test(icon)) {
    return <img class="avatar" style={style} src={icon} alt="" />;
  }
  const color = /^[0-9a-f]{6}$/i.test(person?.color ?? '') ? `#${person?.color}` : '#5b6b75';
  const isApp = person?.isBot ?? true;
  return (
    <span
      class={isApp ? 'avatar app' : 'avatar'}
      style={isApp ? style : { ...style, background: color, color: inkOn(color) }}
      aria-hidden="true"
    >
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  return (words.length > 1 ? words[0][0] + words.at(-1)?.[0] : (words[0] ?? '?')[0]).toUpperCase();
}

/** Black or white, whichever can be read on it. */
function inkOn(color: string): string {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) ? '#000000' : '#ffffff';
}
