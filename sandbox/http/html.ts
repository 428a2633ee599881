/** Text that is safe to put into a page: everything interpolated is escaped unless it is `Html` itself. */
export class Html {
  constructor(readonly source: string) {}

  toString(): string {
    return this.source;
  }
}

export type HtmlPart = string | number | Html | HtmlPart[] | null | undefined | false;

/** A template tag: `` html`<b>${name}</b>` ``. */
export function html(strings: TemplateStringsArray, ...parts: HtmlPart[]): Html {
  return new Html(strings.map((string, index) => string + render(parts[index])).join(''));
}

export function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

function render(part: HtmlPart): string {
  if (part === null || part === undefined || part === false) return '';
  if (Array.isArray(part)) return part.map(render).join('');
  return part instanceof Html ? part.source : escapeHtml(String(part));
}
