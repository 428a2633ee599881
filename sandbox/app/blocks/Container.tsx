import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { isObject, text, type JsonObject } from '../../json.js';
import { Icon } from '../kit/Icon.js';
import { TextObject, textOf } from '../text/TextObject.js';
import { RichText } from '../text/RichText.js';
import { Picture } from './Images.js';

/** Blocks in a frame with a title, which can be folded where the app allows it. */
export function Container({ block, children }: { block: JsonObject; children: ComponentChildren }) {
  const foldable = block.is_collapsible === true;
  const [open, setOpen] = useState(!(foldable && block.default_collapsed === true));
  const title = (
    <>
      {isObject(block.icon) && <Picture image={block.icon} class="small-picture" />}
      <strong>
        {isObject(block.rich_text_title) ? (
          <RichText block={block.rich_text_title} />
        ) : (
          <TextObject value={block.title} />
        )}
      </strong>
    </>
  );
  return (
    <section class={`container ${text(block.width)}`} aria-label={textOf(block.title) || 'Container'}>
      {foldable ? (
        <button type="button" class="container-title" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'down' : 'right'} size={14} /> {title}
        </button>
      ) : (
        <div class="container-title">{title}</div>
      )}
      {block.subtitle !== undefined && (
        <div class="soft">
          <TextObject value={block.subtitle} />
        </div>
      )}
      {open && block.has_header_divider === true && <hr />}
      {open && children}
    </section>
  );
}
