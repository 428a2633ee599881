/** Text as HTML, between tags and in attributes. */
export const escapeHtml = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** HTML that may stand as it is. */
export class Markup {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

type Value = string | number | Markup | readonly Markup[] | undefined;

/** HTML whose values are text, unless they are {@link Markup}. */
export const html = (parts: TemplateStringsArray, ...values: Value[]) =>
  new Markup(parts.reduce((done, part, index) => done + shown(values[index - 1]) + part));

function shown(value: Value): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('\n');
  return escapeHtml(String(value));
}
