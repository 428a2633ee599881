import { WebClient, type WebAPIPlatformError } from '@slack/web-api';
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

/** What Slack said to a call: `ok`, or the error that it was refused with. */
export function said(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (error: WebAPIPlatformError) => error.data.error,
  );
}
