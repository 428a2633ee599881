import { html, type Html } from '../http/html.js';
import { isObject, objects, text, type Json, type JsonObject } from '../json.js';
import { mrkdwn, plainText, type Names } from './mrkdwn.js';
import { renderRichText } from './render-rich-text.js';

/** Blocks as Slack shows them in a message. Buttons carry what the page's script needs to send a click. */
export function renderBlocks(blocks: JsonObject[], names: Names): Html {
  return html`${blocks.map((block) => renderBlock(block, names))}`;
}

function renderBlock(block: JsonObject, names: Names): Html {
  switch (block.type) {
    case 'header':
      return html`<h3 class="b-header">${renderText(block.text, names)}</h3>`;
    case 'divider':
      return html`<hr />`;
    case 'section':
      return renderSection(block, names);
    case 'context':
      return html`<div class="b-context">
        ${objects(block.elements).map((element) =>
          element.type === 'image' ? renderImage(element) : html`<span>${renderText(element, names)}</span>`,
        )}
      </div>`;
    case 'actions':
      return html`<div class="b-actions">
        ${objects(block.elements).map((element) => renderElement(element, block, names))}
      </div>`;
    case 'image':
      return html`<figure class="b-image">
        ${isObject(block.title) ? html`<figcaption>${renderText(block.title, names)}</figcaption>` : null}
        ${renderImage(block)}
      </figure>`;
    case 'rich_text':
      return html`<div class="b-section">${renderRichText(block, names)}</div>`;
    case 'markdown':
      return html`<div class="b-section">${plainText(text(block.text))}</div>`;
    default:
      return html`<div class="b-unknown">a <code>${text(block.type)}</code> block</div>`;
  }
}

function renderSection(block: JsonObject, names: Names): Html {
  const fields = objects(block.fields);
  return html`<div class="b-section">
    <div class="b-main">
      ${isObject(block.text) ? html`<div>${renderText(block.text, names)}</div>` : null}
      ${
        fields.length > 0
          ? html`<div class="b-fields">
              ${fields.map((field) => html`<div>${renderText(field, names)}</div>`)}
            </div>`
          : null
      }
    </div>
    ${
      isObject(block.accessory)
        ? html`<div class="b-accessory">${renderElement(block.accessory, block, names)}</div>`
        : null
    }
  </div>`;
}

function renderElement(element: JsonObject, block: JsonObject, names: Names): Html {
  const ids = html`data-action="${text(element.action_id)}" data-block="${text(block.block_id)}"
  ${confirmOf(element)}`;
  const style = element.style === 'primary' || element.style === 'danger' ? ` ${element.style}` : '';
  if (element.type === 'image') return renderImage(element);
  if (element.type === 'button') {
    const url = text(element.url);
    return html`<button
      class="button${style}"
      type="button"
      ${ids}
      ${url === '' ? null : html`data-url="${url}"`}
      ${element.accessibility_label ? html`aria-label="${text(element.accessibility_label)}"` : null}
    >
      ${renderText(element.text, names)}
    </button>`;
  }
  if (element.type === 'overflow') {
    return html`<details class="menu">
      <summary class="button" aria-label="More actions">⋯</summary>
      <div class="menu-items">
        ${objects(element.options).map(
          (option) =>
            html`<button type="button" ${ids} data-value="${text(option.value)}">
              ${renderText(option.text, names)}
            </button>`,
        )}
      </div>
    </details>`;
  }
  const groups = objects(element.option_groups);
  if (element.type === 'static_select') {
    return html`<select ${ids} aria-label="${label(element.placeholder) || 'Choose'}">
      <option value="" selected disabled>${label(element.placeholder) || 'Choose an option'}</option>
      ${groups.map(
        (group) =>
          html`<optgroup label="${label(group.label)}">
            ${renderOptions(group, element.initial_option)}
          </optgroup>`,
      )}
      ${renderOptions(element, element.initial_option)}
    </select>`;
  }
  return html`<span class="b-unknown">a <code>${text(element.type)}</code></span>`;
}

function renderOptions(owner: JsonObject, initial: Json | undefined): Html[] {
  const chosen = isObject(initial) ? initial.value : undefined;
  return objects(owner.options).map(
    (option) =>
      html`<option value="${text(option.value)}" ${option.value === chosen ? html`selected` : null}>
        ${label(option.text)}
      </option>`,
  );
}

function renderImage(image: JsonObject): Html {
  const url = text(image.image_url);
  return html`<img src="${/^https?:/i.test(url) ? url : ''}" alt="${text(image.alt_text)}" loading="lazy" />`;
}

function renderText(value: Json | undefined, names: Names): Html {
  if (!isObject(value)) return html``;
  return value.type === 'mrkdwn' ? mrkdwn(text(value.text), names) : plainText(text(value.text));
}

function confirmOf(element: JsonObject): Html | null {
  const confirm = element.confirm;
  if (!isObject(confirm)) return null;
  return html`data-confirm="${label(confirm.title)}&#10;&#10;${label(confirm.text)}"`;
}

function label(value: Json | undefined): string {
  return isObject(value) ? text(value.text) : '';
}
