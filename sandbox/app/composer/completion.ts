/** What is being typed that can be completed, and where it stands: from its sign to the caret. */
export interface Completing {
  kind: 'person' | 'channel' | 'emoji' | 'command';
  query: string;
  from: number;
  to: number;
}

const KINDS = { '@': 'person', '#': 'channel', ':': 'emoji' } as const;

/** What stands before the caret, where it is the beginning of a name, an emoji, or, at the very start, a command. */
export function completingAt(typed: string, caret: number): Completing | null {
  const before = typed.slice(0, caret);
  const command = /^\/([a-z0-9_-]*)$/.exec(before);
  if (command) return { kind: 'command', query: command[1], from: 0, to: caret };
  const word = /(?:^|[\s(])([@#:])([a-z0-9._+'-]*)$/i.exec(before);
  if (!word) return null;
  const [, sign, query] = word;
  const kind = KINDS[sign as keyof typeof KINDS];
  // A colon alone is punctuation far more often than the beginning of an emoji.
  if (kind === 'emoji' && query.length < 2) return null;
  return { kind, query: query.toLowerCase(), from: caret - query.length - 1, to: caret };
}

/** The text with the completion in its place, and where the caret then is. */
export function complete(
  typed: string,
  { from, to }: Completing,
  word: string,
): { typed: string; caret: number } {
  const rest = typed.slice(to);
  const made = `${typed.slice(0, from)}${word} `;
  return { typed: made + rest.replace(/^ /, ''), caret: made.length };
}

/** What begins with the query comes before what has it further on; all in their own order. */
export function rank<T>(all: readonly T[], query: string, names: (one: T) => string[]): T[] {
  const scored = all.flatMap((one) => {
    const words = names(one).map((name) => name.toLowerCase());
    if (words.some((word) => word.startsWith(query))) return [{ one, score: 0 }];
    return words.some((word) => word.includes(query)) ? [{ one, score: 1 }] : [];
  });
  return scored.sort((a, b) => a.score - b.score).map(({ one }) => one);
}
