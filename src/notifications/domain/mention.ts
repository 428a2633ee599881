/** Whom a route mentions. */
export type Mention =
  | { kind: 'oncall'; rotation: string }
  | { kind: 'user'; id: string }
  | { kind: 'group'; id: string }
  | { kind: 'here' }
  | { kind: 'channel' };

const ON_CALL = /^oncall:([a-z0-9][a-z0-9._-]{0,59})$/;
const USER = /^(?:user:)?([UW][A-Z0-9]{5,30})$/;
const GROUP = /^(?:group:)?(S[A-Z0-9]{5,30})$/;

/** As a routing document has it: `oncall:payments`, `U0123456789`, `S0123456789`, `here`, `channel`. */
export function readMention(text: string): Mention | undefined {
  if (text === 'here' || text === 'channel') return { kind: text };
  const [, rotation] = ON_CALL.exec(text) ?? [];
  if (rotation !== undefined) return { kind: 'oncall', rotation };
  const [, user] = USER.exec(text) ?? [];
  if (user !== undefined) return { kind: 'user', id: user };
  const [, group] = GROUP.exec(text) ?? [];
  return group === undefined ? undefined : { kind: 'group', id: group };
}

export const isMention = (value: unknown): boolean =>
  typeof value === 'string' && readMention(value) !== undefined;
