import { webhookFailure } from './webhook-failure.js';

describe('what an incoming webhook answers', () => {
  it.each([
    [400, 'invalid_payload', 'message'],
    [400, 'no_text', 'message'],
    [400, 'invalid_blocks', 'message'],
    [400, 'something_new', 'message'],
    [403, 'action_prohibited', 'channel'],
    [403, 'invalid_token', 'channel'],
    [404, 'channel_not_found', 'channel'],
    [404, 'no_service', 'channel'],
    [410, 'channel_is_archived', 'channel'],
    [200, 'no_active_hooks', 'channel'],
  ])('%i %s is about the %s', (status, body, kind) => {
    const failure = webhookFailure(status, body, undefined);
    expect(failure).toMatchObject({ kind: kind === 'message' ? 'message' : 'channel', code: body });
    expect(failure.mayHaveArrived).toBe(false);
  });

  it('says what to do about a place where it can’t post', () => {
    expect(webhookFailure(404, 'no_service\n', undefined).words).toBe(
      'no_service: the webhook can’t post, Slack has disabled or removed it; make a new one',
    );
  });

  it('is to be tried again where Slack is in trouble, and may have arrived then', () => {
    expect(webhookFailure(500, 'rollup_error', undefined)).toMatchObject({
      kind: 'retry',
      code: 'http_500',
      mayHaveArrived: true,
    });
    expect(webhookFailure(503, '<html>Sorry</html>', undefined)).toMatchObject({ kind: 'retry' });
  });

  it('is to wait as long as Slack says', () => {
    expect(webhookFailure(429, 'rate_limited', '7')).toMatchObject({ kind: 'retry', retryAfterMs: 7_000 });
  });

  it('never shows a page’s text', () => {
    expect(webhookFailure(404, '<html>Not found</html>', undefined).words).toBe('http_404');
  });
});
