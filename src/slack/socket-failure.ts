import { DeadlineError } from '../platform/deadline.js';
import { wordsOf } from '../platform/errors/words.js';
import type { ConnectFailure } from './domain/index.js';
import { slackFailure } from './slack-failure.js';
import { SocketRefusedError } from './socket-connection.js';

export interface SocketFailure extends ConnectFailure {
  /** Slack's own word, or ours for what never reached an answer. */
  code: string;
  words: string;
}

/** Why a connection was not to be had. Never throws: whoever keeps connections goes on, whatever happened. */
export function socketFailure(error: unknown): SocketFailure {
  if (error instanceof SocketRefusedError) {
    const { reason, message } = error;
    const refused = reason === 'too_many_websockets' || reason === 'link_disabled';
    return { code: reason, refused, words: message };
  }
  if (error instanceof DeadlineError) {
    return { code: 'timeout', refused: false, words: 'Slack’s hello did not come in time' };
  }
  try {
    const { kind, code, retryAfterMs, words } = slackFailure(error);
    return {
      code,
      refused: kind !== 'retry',
      words,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    };
  } catch {
    return { code: 'unexpected', refused: false, words: wordsOf(error) };
  }
}
