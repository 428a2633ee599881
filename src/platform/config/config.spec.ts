import { ConfigurationError, loadConfig, wantsEmbeddedDatabase } from './config.js';

const key = (fill: number) => Buffer.alloc(32, fill).toString('base64');
const complete = {
  DATABASE_URL: 'postgresql://app:pw@db:5432/switchboard',
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'client-secret',
  SLACK_SIGNING_SECRET: 'signing-secret',
  ENCRYPTION_KEYS: `k1:${key(1)}`,
};

function problemsOf(env: Record<string, string | undefined>): string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

describe('the configuration', () => {
  it('has defaults for all that is not a secret or an address of yours', () => {
    const config = loadConfig(complete);
    expect(config).toMatchObject({
      role: 'all',
      port: 3000,
      publicUrl: 'http://localhost:3000',
      redisUrl: undefined,
      logLevel: 'info',
      slack: {
        apiUrl: 'https://slack.com/api/',
        oauth: {
          clientId: '1.2',
          clientSecret: 'client-secret',
          authorizeUrl: 'https://slack.com/oauth/v2/authorize',
        },
        botToken: undefined,
      },
    });
  });

  it('names every mistake at once, one sentence each', () => {
    expect(
      problemsOf({ ROLE: 'both', PORT: '70000', PUBLIC_URL: 'example', REDIS_URL: 'x', LOG_LEVEL: 'loud' }),
    ).toEqual([
      'ROLE must be all, web or worker',
      'PORT must be a whole number from 0 to 65535',
      expect.stringContaining('PUBLIC_URL must be'),
      expect.stringContaining('DATABASE_URL must be'),
      expect.stringContaining('REDIS_URL must be'),
      expect.stringContaining('SLACK_CLIENT_ID is required'),
      expect.stringContaining('SLACK_CLIENT_SECRET is required'),
      expect.stringContaining('SLACK_SIGNING_SECRET is required'),
      expect.stringContaining('ENCRYPTION_KEYS is required'),
      expect.stringContaining('LOG_LEVEL must be'),
    ]);
  });

  it('shows all mistakes in its message, with the way to .env.example', () => {
    const error = new ConfigurationError(['A is wrong', 'B is wrong']);
    expect(error.message).toBe(
      'The configuration has 2 mistakes:\n  - A is wrong\n  - B is wrong\nSee .env.example for every variable and what it should be.',
    );
    expect(new ConfigurationError(['A is wrong']).message).toContain('has a mistake:');
  });

  it('takes an empty variable for one that is not set', () => {
    const config = loadConfig({ ...complete, ROLE: '', PORT: '', PUBLIC_URL: '', REDIS_URL: '' });
    expect(config).toMatchObject({ role: 'all', port: 3000, redisUrl: undefined });
    expect(problemsOf({ ...complete, SLACK_SIGNING_SECRET: '' })).toHaveLength(1);
  });

  it.each(['-1', '65536', '3000.5', 'http', '1 2'])('refuses the port %s', (port) => {
    expect(problemsOf({ ...complete, PORT: port })).toEqual(['PORT must be a whole number from 0 to 65535']);
  });

  it.each(['0', '1', '65535'])('takes the port %s', (port) => {
    expect(loadConfig({ ...complete, PORT: port }).port).toBe(Number(port));
  });

  it('strips slashes from the public URL, and ends the API URL with one', () => {
    const config = loadConfig({
      ...complete,
      PUBLIC_URL: 'https://sb.example.com//',
      SLACK_API_URL: 'http://localhost:4000/api',
    });
    expect(config.publicUrl).toBe('https://sb.example.com');
    expect(config.slack.apiUrl).toBe('http://localhost:4000/api/');
  });

  it('serves one workspace without OAuth where a bot token is given', () => {
    const { SLACK_CLIENT_ID: _id, SLACK_CLIENT_SECRET: _secret, ...rest } = complete;
    const config = loadConfig({ ...rest, SLACK_BOT_TOKEN: 'xoxb-1-2-3' });
    expect(config.slack).toMatchObject({ botToken: 'xoxb-1-2-3', oauth: undefined });
  });

  it('asks for the client secret where a client id stands beside the bot token', () => {
    const { SLACK_CLIENT_SECRET: _secret, ...rest } = complete;
    expect(problemsOf({ ...rest, SLACK_BOT_TOKEN: 'xoxb-1-2-3' })).toEqual([
      expect.stringContaining('SLACK_CLIENT_SECRET is required'),
    ]);
  });

  it('needs no signing secret in Socket Mode, and an app-level token for it', () => {
    const { SLACK_SIGNING_SECRET: _secret, ...rest } = complete;
    const { slack } = loadConfig({ ...rest, SLACK_APP_TOKEN: 'xapp-1-A1-2-abc' });
    expect(slack).toMatchObject({ appToken: 'xapp-1-A1-2-abc', signingSecret: undefined });
    expect(problemsOf({ ...complete, SLACK_APP_TOKEN: 'xoxb-1-2-3' })).toEqual([
      expect.stringContaining('SLACK_APP_TOKEN must be an app-level token'),
    ]);
  });

  it('needs no keys with the embedded database, but checks them if they are there', () => {
    const { ENCRYPTION_KEYS: _keys, ...rest } = complete;
    expect(wantsEmbeddedDatabase(loadConfig({ ...rest, DATABASE_URL: 'embedded' }))).toBe(true);
    expect(problemsOf({ ...rest, DATABASE_URL: 'embedded', ENCRYPTION_KEYS: 'nonsense' })).toHaveLength(1);
    expect(problemsOf(rest)).toEqual([expect.stringContaining('ENCRYPTION_KEYS is required')]);
  });

  it('lets outgoing calls reach nothing private, but what the operator names', () => {
    expect(loadConfig(complete).outboundAllow).toEqual({ hosts: [], ranges: [] });
    const { outboundAllow } = loadConfig({ ...complete, OUTBOUND_ALLOW: 'health.internal, 10.0.0.0/8' });
    expect(outboundAllow).toEqual({
      hosts: ['health.internal'],
      ranges: [{ bytes: [10, 0, 0, 0], bits: 8 }],
    });
    expect(problemsOf({ ...complete, OUTBOUND_ALLOW: '10.0.0.0/33' })).toEqual([
      expect.stringContaining('OUTBOUND_ALLOW must be hosts and CIDR ranges'),
    ]);
  });

  it('never repeats a value: what is malformed may be a secret in the wrong place', () => {
    const secret = 'hunter2-hunter2';
    const names = ['ROLE', 'PORT', 'PUBLIC_URL', 'DATABASE_URL', 'REDIS_URL', 'SLACK_BOT_TOKEN'];
    const more = ['SLACK_APP_TOKEN', 'SLACK_API_URL', 'SLACK_AUTHORIZE_URL', 'ENCRYPTION_KEYS', 'LOG_LEVEL'];
    const problems = problemsOf(Object.fromEntries([...names, ...more].map((name) => [name, secret])));
    expect(problems.length).toBeGreaterThanOrEqual(names.length + more.length);
    expect(problems.join()).not.toContain(secret);
  });

  it.each([
    ['all', true, true],
    ['web', false, true],
    ['worker', true, false],
  ])('as %s works: %s, serves: %s', (role, works, serves) => {
    const config = loadConfig({ ...complete, ROLE: role });
    expect([config.works, config.serves]).toEqual([works, serves]);
  });
});
