import { html, type Html } from '../http/html.js';
import { isObject, objects, text, type JsonObject } from '../json.js';
import { EMOJI } from './emoji.js';
import type { Names } from './mrkdwn.js';

/** A rich_text block as HTML. */
export function renderRichText(block: JsonObject, names: Names): Html {
  return html`${objects(block.elements).map((element) => renderGroup(element, names))}`;
}

function renderGroup(group: JsonObject, names: Names): Html {
  const inner = objects(group.elements);
  if (group.type === 'rich_text_list') {
    const items = inner.map((item) => html`<li>${renderGroup(item, names)}</li>`);
    return group.style === 'ordered'
      ? html`<ol>
          ${items}
        </ol>`
      : html`<ul>
          ${items}
        </ul>`;
  }
  const spans = inner.map((element) => renderSpan(element, names));
  if (group.type === 'rich_text_quote') return html`<blockquote>${spans}</blockquote>`;
  if (group.type === 'rich_text_preformatted') return html`<pre>${spans}</pre>`;
  return html`<span class="rich">${spans}</span>`;
}

function renderSpan(element: JsonObject, names: Names): Html {
  if (element.type === 'user')
    return html`<span class="mention">@${names.user(text(element.user_id))}</span>`;
  if (element.type === 'channel') {
    return html`<span class="mention">#${names.channel(text(element.channel_id))}</span>`;
  }
  if (element.type === 'broadcast') return html`<span class="mention">@${text(element.range)}</span>`;
  if (element.type === 'emoji') {
    const name = text(element.name);
    return html`<span class="emoji">${EMOJI[name] ?? `:${name}:`}</span>`;
  }
  if (element.type === 'date') return html`${text(element.fallback)}`;
  if (element.type === 'link') {
    const url = text(element.url);
    const safe = /^(https?:|mailto:)/i.test(url) ? url : '#';
    return html`<a href="${safe}" target="_blank" rel="noopener noreferrer">${text(element.text) || url}</a>`;
  }
  return styled(html`${text(element.text)}`, isObject(element.style) ? element.style : {});
}

function styled(inner: Html, style: JsonObject): Html {
  let made = inner;
  if (style.code === true) made = html`<code>${made}</code>`;
  if (style.bold === true) made = html`<strong>${made}</strong>`;
  if (style.italic === true) made = html`<em>${made}</em>`;
  if (style.strike === true) made = html`<s>${made}</s>`;
  return made;
}
