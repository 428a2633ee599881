import { useState } from 'preact/hooks';
import { isObject, text, type Json, type JsonObject } from '../../json.js';
import { Icon } from '../kit/Icon.js';
import { TextObject, textOf } from '../text/TextObject.js';
import { isWeb } from '../text/parse-mrkdwn.js';

/** An image by `image_url`, or by `slack_file`, whose bytes the sandbox has. One that doesn't come says what it would show. */
export function Picture({ image, ...rest }: { image: JsonObject; class?: string }) {
  const [missing, setMissing] = useState(false);
  const source = sourceOf(image);
  const alt = text(image.alt_text);
  if (missing || source === '') {
    return (
      <span class={`missing-picture ${rest.class ?? ''}`} role="img" aria-label={alt}>
        <Icon name="file" /> <span>{alt || 'Image'}</span>
      </span>
    );
  }
  return <img class={rest.class} src={source} alt={alt} loading="lazy" onError={() => setMissing(true)} />;
}

export function ImageBlock({ block }: { block: JsonObject }) {
  const [open, setOpen] = useState(true);
  const title = textOf(block.title);
  return (
    <figure class="image">
      {title !== '' && (
        <figcaption>
          <button type="button" class="link" aria-expanded={open} onClick={() => setOpen(!open)}>
            <TextObject value={block.title} /> <Icon name={open ? 'down' : 'right'} size={12} />
          </button>
        </figcaption>
      )}
      {open && <Picture image={block} class="picture" />}
    </figure>
  );
}

/** Nothing is played here: what would be shown, and where it can be seen. */
export function Video({ block }: { block: JsonObject }) {
  const url = text(block.title_url) || text(block.video_url);
  const link = isWeb(url) ? url : undefined;
  return (
    <div class="video">
      {text(block.author_name) !== '' && <small>{text(block.author_name)}</small>}
      <a href={link} target="_blank" rel="noopener noreferrer">
        <TextObject value={block.title} />
      </a>
      {block.description !== undefined && (
        <div>
          <TextObject value={block.description} />
        </div>
      )}
      <div class="video-picture">
        <Picture image={{ image_url: block.thumbnail_url, alt_text: block.alt_text }} class="picture" />
        <span class="play">
          <Icon name="play" size={24} />
        </span>
      </div>
    </div>
  );
}

function sourceOf({ image_url: url, slack_file: file }: JsonObject): string {
  if (/^https?:/i.test(text(url))) return text(url);
  const id = fileId(file);
  return id === '' ? '' : `/page/files/${id}`;
}

function fileId(file: Json | undefined): string {
  if (!isObject(file)) return '';
  return text(file.id) || (/\b(F[A-Z0-9]{8,})\b/.exec(text(file.url))?.[1] ?? '');
}
