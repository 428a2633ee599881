import { NotInstalledError, SlackCallError, type SlackFailure, slackFailure } from '../slack/index.js';

/** Of whatever asking Slack may throw. @throws anything else */
export function failureOf(error: unknown): SlackFailure {
  if (error instanceof SlackCallError) return error.failure;
  if (error instanceof NotInstalledError)
    return { kind: 'workspace', code: error.code, words: error.message, mayHaveArrived: false };
  return slackFailure(error);
}
