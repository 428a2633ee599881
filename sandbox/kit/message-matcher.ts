import { wholeText } from './describe-messages.js';
import type { SandboxMessage } from './sandbox-message.js';

/** Which message is meant; all that is given must hold. */
export interface MessageMatcher {
  /** In the text or any text of the blocks: contained, or matched. */
  text?: string | RegExp;
  /** Of the thread under this `ts`. */
  threadTs?: string;
  /** Posted by this user id. */
  user?: string;
  /** Shown to this user id alone; `false` for no ephemerals. */
  ephemeralTo?: string | false;
  where?: (message: SandboxMessage) => boolean;
}

export function matches(message: SandboxMessage, matcher: MessageMatcher): boolean {
  const { text, threadTs, user, ephemeralTo, where } = matcher;
  if (text !== undefined) {
    const said = wholeText(message);
    if (typeof text === 'string' ? !said.includes(text) : !text.test(said)) return false;
  }
  if (threadTs !== undefined && (message.thread_ts !== threadTs || message.ts === threadTs)) return false;
  if (user !== undefined && message.user !== user) return false;
  if (ephemeralTo === false && message.ephemeral_to !== undefined) return false;
  if (typeof ephemeralTo === 'string' && message.ephemeral_to !== ephemeralTo) return false;
  return where === undefined || where(message);
}

export function describeMatcher(matcher: MessageMatcher): string {
  const parts = Object.entries(matcher).map(([name, value]) =>
    typeof value === 'function'
      ? `${name} ${value}`
      : `${name} ${value instanceof RegExp ? value : JSON.stringify(value)}`,
  );
  return parts.length > 0 ? `with ${parts.join(', ')}` : '';
}
