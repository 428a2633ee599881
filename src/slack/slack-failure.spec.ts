import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
} from '@slack/web-api';
import { slackFailure } from './slack-failure.js';

const refused = (error: string, more: object = {}) =>
  slackFailure(new WebAPIPlatformError({ ok: false, error, ...more }));

describe('a failure of Slack’s', () => {
  it.each([
    ['internal_error', 'retry'],
    ['service_unavailable', 'retry'],
    ['ratelimited', 'retry'],
    ['message_limit_exceeded', 'retry'],
    ['channel_not_found', 'channel'],
    ['not_in_channel', 'channel'],
    ['is_archived', 'channel'],
    ['restricted_action_read_only_channel', 'channel'],
    ['token_revoked', 'workspace'],
    ['account_inactive', 'workspace'],
    ['missing_scope', 'workspace'],
    ['invalid_auth', 'workspace'],
    ['invalid_blocks', 'message'],
    ['msg_too_long', 'message'],
    ['no_text', 'message'],
  ])('%s is about: %s', (code, kind) => {
    expect(refused(code)).toEqual({ kind, code, words: code, mayHaveArrived: false });
  });

  it('with a word that we don’t know is taken for the message’s own, so that it stops nothing behind it', () => {
    expect(refused('invented_yesterday')).toMatchObject({ kind: 'message', code: 'invented_yesterday' });
  });

  it('keeps Slack’s details, and the scope that it needs', () => {
    const detail = '[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]';
    expect(refused('invalid_blocks', { response_metadata: { messages: [detail] } }).words).toBe(
      `invalid_blocks; ${detail}`,
    );
    expect(refused('missing_scope', { needed: 'chat:write' }).words).toBe(
      'missing_scope; needs the scope chat:write',
    );
  });

  it('of the rate waits for as long as Slack says', () => {
    expect(slackFailure(new WebAPIRateLimitedError(30))).toEqual({
      kind: 'retry',
      code: 'ratelimited',
      retryAfterMs: 30_000,
      words: 'Slack asked to wait 30 s',
      mayHaveArrived: false,
    });
  });

  it.each([
    [503, true],
    [500, true],
    [404, false],
  ])('with HTTP %i is tried again; it may have arrived: %s', (status, mayHaveArrived) => {
    expect(slackFailure(new WebAPIHTTPError(status, 'Words', {}))).toEqual({
      kind: 'retry',
      code: `http_${status}`,
      words: `Slack answered HTTP ${status} Words`,
      mayHaveArrived,
    });
  });

  it.each([
    new DOMException('The operation was aborted due to timeout', 'TimeoutError'),
    new DOMException('This operation was aborted', 'AbortError'),
    new Error('connect timeout'),
  ])('by %s is a timeout: it may have arrived', (error) => {
    expect(slackFailure(new WebAPIRequestError(error))).toMatchObject({
      kind: 'retry',
      code: 'timeout',
      mayHaveArrived: true,
    });
  });

  it('on the way says what the network said', () => {
    const error = new TypeError('fetch failed', { cause: new Error('ECONNREFUSED 127.0.0.1:9') });
    expect(slackFailure(new WebAPIRequestError(error))).toEqual({
      kind: 'retry',
      code: 'unreachable',
      words: 'Slack could not be reached (fetch failed: ECONNREFUSED 127.0.0.1:9)',
      mayHaveArrived: true,
    });
  });

  it('with HTTP 429 and no Retry-After, as the real client reports it, is tried again', async () => {
    const server = createServer((_, response) => response.writeHead(429).end());
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    try {
      const slackApiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
      const client = new WebClient('xoxb-x', { slackApiUrl, retryConfig: { retries: 0 } });
      const error: unknown = await client.api.test().catch((thrown: unknown) => thrown);
      expect(slackFailure(error)).toMatchObject({
        kind: 'retry',
        code: 'ratelimited',
        mayHaveArrived: false,
      });
    } finally {
      await new Promise((closed) => server.close(closed));
    }
  });

  it('that is not Slack’s is thrown on: a fault of ours must not be retried quietly', () => {
    const bug = new TypeError('x is not a function');
    expect(() => slackFailure(bug)).toThrow(bug);
  });
});
