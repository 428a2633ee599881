import { createHmac } from 'node:crypto';

/**
 * The `X-Slack-Signature` of a body: `v0=` and the hex HMAC-SHA256 of `v0:{timestamp}:{body}`, keyed with the signing
 * secret as text (docs.slack.dev, "Verifying requests from Slack").
 */
export function signature(signingSecret: string, timestampS: number, body: string): string {
  return `v0=${createHmac('sha256', signingSecret).update(`v0:${timestampS}:${body}`).digest('hex')}`;
}
