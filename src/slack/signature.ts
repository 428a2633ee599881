import { createHmac, timingSafeEqual } from 'node:crypto';

/** Slack's window, which it applies to old requests; we apply it to future-dated ones too. */
const WINDOW_SECONDS = 300;

export interface SignedRequest {
  /** The `X-Slack-Request-Timestamp` header: Unix seconds. */
  timestamp: string | undefined;
  /** The `X-Slack-Signature` header: `v0=` and 64 hex digits. */
  signature: string | undefined;
  /** The bytes as they came, before any parsing. */
  body: Buffer;
}

export type SignatureVerdict = 'valid' | 'missing' | 'stale' | 'future' | 'altered';

/**
 * Slack's request signature: HMAC-SHA256 of `v0:{timestamp}:{raw body}`, keyed with the signing secret.
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function checkSignature(secret: string, request: SignedRequest, now: Date): SignatureVerdict {
  const { timestamp, signature, body } = request;
  if (timestamp === undefined || signature === undefined || !/^\d{1,12}$/.test(timestamp)) return 'missing';
  const expected = sign(secret, timestamp, body);
  const given = Buffer.from(signature, 'utf8');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'altered';
  const age = Math.floor(now.getTime() / 1_000) - Number(timestamp);
  if (age > WINDOW_SECONDS) return 'stale';
  return age < -WINDOW_SECONDS ? 'future' : 'valid';
}

function sign(secret: string, timestamp: string, body: Buffer): Buffer {
  const hmac = createHmac('sha256', secret).update(`v0:${timestamp}:`, 'utf8').update(body);
  return Buffer.from(`v0=${hmac.digest('hex')}`, 'utf8');
}
