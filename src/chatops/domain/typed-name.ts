const QUOTES = /^["'`“”„«»‘’‚‹›]+|["'`“”„«»‘’‚‹›]+$/gu;
const CHARACTERS: Record<string, string> = { amp: '&', lt: '<', gt: '>' };

/**
 * The name that somebody typed after a command, in whatever form Slack sends it: `<#C1|payments>` and `<http://a.b|a.b>` are what
 * Slack makes of channels and of names with dots in them, quotes may be round, `&` may be escaped. Empty for none.
 */
export function readTypedName(text: string): string {
  return text
    .replace(/<([^<>|]*)(?:\|([^<>]*))?>/g, (_, target: string, label = '') =>
      label === '' ? target.replace(/^(?:https?:\/\/|mailto:|#)/, '') : (label as string),
    )
    .replace(/&(amp|lt|gt);/g, (_, name: string) => CHARACTERS[name] ?? '')
    .trim()
    .replace(QUOTES, '')
    .trim();
}
