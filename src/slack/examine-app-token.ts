import { WebClient } from '@slack/web-api';
import type { Config } from '../platform/config/config.js';
import { createLog } from '../platform/logging/log.js';
import { whatToDo } from './domain/index.js';
import { slackLogger } from './slack-clients.js';
import { socketFailure } from './socket-failure.js';

const TIMEOUT_MS = 5_000;

/** Whether Slack would let this app connect: asks for a connection, and makes no use of it. For the operator's eyes. */
export async function examineAppToken(
  appToken: string,
  { slack }: Config,
): Promise<{ ok: boolean; detail: string }> {
  const { apps } = new WebClient(appToken, {
    slackApiUrl: slack.apiUrl,
    timeout: TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: slackLogger(createLog('silent')),
  });
  try {
    await apps.connections.open({});
    return { ok: true, detail: 'Slack takes SLACK_APP_TOKEN; worker processes connect' };
  } catch (error) {
    const { code, refused, words } = socketFailure(error);
    return { ok: false, detail: refused ? `refused (${words}): ${whatToDo(code)}` : words };
  }
}
