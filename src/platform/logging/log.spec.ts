import { type Log, NestLog, createLog, maskSecrets } from './log.js';

/** What one call writes. */
function written(call: (log: Log) => void, level = 'debug'): Record<string, unknown> {
  const lines: string[] = [];
  call(createLog(level, { write: (line) => lines.push(line) }));
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '') as Record<string, unknown>;
}

const TOKENS = [
  'xoxb-123456789012-abcdefGHIJ',
  'xoxp-123456789012-abcdefGHIJ',
  'xoxe.xoxb-1-MDEyMzQ1Njc4OQ',
  'xapp-1-A0123-456-abcdef',
  'swb_0123456789ab_AbCdEf-_0123',
];

describe('the log', () => {
  it('writes JSON lines with a level, a time and the message', () => {
    expect(written((log) => log.info({ channel: '#ops' }, 'Sent'))).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      channel: '#ops',
      msg: 'Sent',
    });
  });

  it('is silent below its level', () => {
    const lines: string[] = [];
    createLog('warn', { write: (line) => lines.push(line) }).info({}, 'x');
    expect(lines).toEqual([]);
  });

  it.each([
    'authorization',
    'token',
    'botToken',
    'appToken',
    'client_secret',
    'signingSecret',
    'password',
    'databaseUrl',
  ])('shows that there was a field %s, not what was in it', (name) => {
    const line = written((log) => log.info({ [name]: 'v', a: { [name]: 'v', b: { [name]: 'v' } } }, 'x'));
    const hidden = '[redacted]';
    expect(line).toMatchObject({ [name]: hidden, a: { [name]: hidden, b: { [name]: hidden } } });
  });

  it.each(TOKENS)('masks %s in messages, text fields, errors, causes and thrown texts', (token) => {
    const text = `It said (${token}).`;
    const error = new Error(text, { cause: new Error(text, { cause: text }) });
    for (const line of [
      written((log) => log.warn({}, text)),
      written((log) => log.warn({ reason: text }, 'x')),
      written((log) => log.warn({ err: error }, 'x')),
      written((log) => log.warn({ err: text }, 'x')),
      written((log) => new NestLog(log).error(text, text, 'Nest')),
    ]) {
      expect(JSON.stringify(line)).not.toContain(token);
      expect(JSON.stringify(line)).toContain('[redacted]');
    }
  });

  it.each([
    ['postgresql://app:hunter2@db:5432/x', 'postgresql://app:[redacted]@db:5432/x'],
    ['redis://:hunter2@cache:6379', 'redis://:[redacted]@cache:6379'],
    ['postgresql://app:hun@ter2@db/x', 'postgresql://app:[redacted]@db/x'],
    ['https://example.com:8080/a and me@example.com', 'https://example.com:8080/a and me@example.com'],
    ['https://example.com/?q=a:b@c', 'https://example.com/?q=a:b@c'],
    ['the axoxb-word stays', 'the axoxb-word stays'],
  ])('masks the password of a connection string: %s', (text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
  });

  it('tells an error by type, code, message, stack and cause', () => {
    const error = Object.assign(new TypeError('bad', { cause: new Error('why') }), { code: 'E1' });
    expect(written((log) => log.error({ err: error }, 'x')).err).toMatchObject({
      type: 'TypeError',
      code: 'E1',
      message: 'bad',
      stack: expect.stringContaining('log.spec'),
      cause: { message: 'why' },
    });
  });

  it('ends where causes go in a circle', () => {
    const error = new Error('a');
    error.cause = error;
    expect(written((log) => log.error({ err: error }, 'x')).err).toMatchObject({ cause: { message: 'a' } });
  });

  it('takes Nest’s start-up chatter for debugging', () => {
    expect(written((log) => new NestLog(log).log('Mapped', 'Router'))).toMatchObject({
      level: 'debug',
      context: 'Router',
    });
  });
});
