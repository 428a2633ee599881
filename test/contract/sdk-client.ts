import { WebClient } from '@slack/web-api';
import { silentLogger } from './silent-logger.js';

/** Slack's own client, untouched but for its URL; it gives up at once. */
export function sdkClient(sandboxUrl: string, token: string): WebClient {
  return new WebClient(token, {
    slackApiUrl: `${sandboxUrl}/api/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silentLogger,
  });
}
