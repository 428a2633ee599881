import { Browser, hiddenFields } from '../../sandbox/kit/browser.js';
import { freePort } from '../harness/free-port.js';
import { Api } from '../harness/api.js';
import { ConsoleBrowser } from '../harness/console.js';
import { eventually } from '../harness/eventually.js';
import { type RunningProgram, startProgram, stopAllPrograms } from '../harness/process.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

/** Every secret that the process is told, is given or makes; none may be seen where it doesn't belong. */
describe('Secrets in every field that can hold one', () => {
  let board: Switchboard;
  let program: RunningProgram;
  let api: Api;
  const seen: string[] = [];

  beforeAll(async () => {
    const secret = 'canary0client0secret0canary0clie';
    const signing = 'canary0signing0secret0canary0sig';
    board = await startSwitchboard({
      installed: false,
      env: {
        SLACK_CLIENT_SECRET: secret,
        SLACK_SIGNING_SECRET: signing,
        SLACK_INCOMING_WEBHOOK: 'true',
        SLACK_USER_SCOPES: 'search:read',
      },
    });
    await board.slack.configure({
      app: { clientSecret: secret, signingSecret: signing, tokenRotation: true },
    });
    const port = String(await freePort());
    const url = `http://127.0.0.1:${port}`;
    // A process of its own: its log is all that it says.
    program = startProgram('src/main.js', {
      env: { ...board.env, PORT: port, PUBLIC_URL: url, LOG_LEVEL: 'trace' },
    });
    await program.waitForLine(/Switchboard is ready/, 90_000);
    await board.slack.configure({ app: { redirectUrls: [url], requestUrl: `${url}/slack/events` } });
    api = new Api(url);
  });
  afterAll(() => board.stop());
  afterAll(stopAllPrograms);

  /** Keeps every page and answer, and gives it on. A page's address is what Slack sent the browser to. */
  const note = <T extends object>(answer: T): T => {
    seen.push(JSON.stringify({ ...answer, url: undefined }));
    return answer;
  };

  /** All that Slack has made: what `oauth.v2.access` answered, codes and states included, and what the sandbox knows. */
  async function secretsOfSlack(): Promise<string[]> {
    const traffic = JSON.stringify(await board.slack.log({ limit: 10_000 }));
    const state = JSON.stringify(await board.slack.state());
    return [
      ...(traffic + state).matchAll(
        /xox[bpe][\w.-]{16,}|eyJ[\w-]+\.[\w-]+\.[\w-]+|(?<=[?&](?:code|state|nonce)=)[\w-]{20,}|\/services\/\w+\/\w+\/\w{16,}|\b\d{12}\.\d{12}\.[0-9a-f]{64}/g,
      ),
    ].map(([secret]) => secret);
  }

  it('appear in no log, error, metric, job or answer, and in no column in the clear', async () => {
    const browser = new Browser();
    const page = note(
      await board.slack.install(api.url, { cookieJar: browser.jar, webhookChannel: 'C0OPS00001' }),
    );
    expect(page.status).toBe(200);
    const form = hiddenFields(page.html);
    // The page that gives a key shows it, this once.
    const given = await browser.submit(`${api.url}/setup/key`, form);
    const key = /swb_[0-9a-f]{12}_[\w-]{43}/.exec(given.html)?.[0] ?? '';
    expect(key).not.toBe('');
    note(await browser.visit(`${api.url}/setup`));
    const sender = new Api(api.url, key);
    note(await sender.post('/v1/notifications', { title: 'Fine', channel: 'C0GENERAL1' }));
    await board.slack.expectMessage('#general', { text: 'Fine' });

    // What goes wrong says most: refusals, Slack away, tokens that ran out and can't be renewed, callbacks of all kinds.
    note(await new Api(api.url, `${key}x`).get('/v1/routes'));
    note(await sender.get('/v1/routes'));
    note(await sender.call('POST', `/v1/ingest/alertmanager?key=${key}`, '{"alerts": 1}'));
    note(await new Api(api.url).call('POST', `/v1/ingest/alertmanager?key=${key}`, '{'));
    for (const query of [
      'code=123456789012.123456789012.canary&state=canary-state',
      'error=canary&state=x',
      'state=',
    ]) {
      note(await browser.visit(`${api.url}/slack/oauth_redirect?${query}`));
    }
    await board.slack.faults({ rules: [{ fault: 'error', name: 'oauth.v2.access', status: 503, count: 1 }] });
    note(await board.slack.install(api.url));
    await board.slack.faults({ rules: [{ fault: 'error', kind: 'api', count: 2 }] });
    note(await sender.post('/v1/notifications', { title: 'Refused first', channel: 'C0GENERAL1' }));
    await board.slack.faults({ rules: [] });
    await expireToken();
    note(await sender.post('/v1/notifications', { title: 'With another token', channel: 'C0GENERAL1' }));
    await board.slack.expectMessage('#general', { text: 'With another token' }, { timeoutMs: 60_000 });
    const { cookies, forms } = await visitConsole();
    note(await sender.get('/metrics'));
    note(await sender.get('/health/ready'));
    note(await sender.get('/docs-json'));
    await board.slack.uninstall();
    await eventually(async () => expect(await board.query(`SELECT id FROM installation WHERE state = 'active'`)).toEqual([])); // prettier-ignore
    note(await sender.post('/v1/notifications', { title: 'To nobody', channel: 'C0GENERAL1' }));
    await program.stop();

    const secrets = new Set([
      ...(await secretsOfSlack()),
      board.env.SLACK_CLIENT_SECRET,
      board.env.SLACK_SIGNING_SECRET,
      board.env.ENCRYPTION_KEYS.split(':')[1],
      key.split('_')[2],
      'canary-state',
      ...cookies,
      ...forms,
      ...Object.values(form).filter((value) => value.length > 20),
    ]);
    expect(secrets.size).toBeGreaterThan(10);
    const rows = await everyRow();
    expect(program.lines.length).toBeGreaterThan(20);
    for (const secret of secrets) {
      // A page carries what proves that its forms are ours.
      const shown = secret === form.form || forms.includes(secret) ? [] : seen;
      const leaks = [
        ...program.lines.filter((line) => line.includes(secret)),
        ...shown.filter((answer) => answer.includes(secret)),
        ...rows.filter((row) => row.includes(secret)),
      ];
      expect({ secret, leaks: leaks.map((leak) => leak.slice(0, 300)) }).toEqual({ secret, leaks: [] });
    }
  });

  /** Signs in, looks at each page, does what goes wrong; callbacks of all kinds. */
  async function visitConsole(): Promise<{ cookies: string[]; forms: string[] }> {
    const visitor = new ConsoleBrowser(api.url);
    note(await visitor.signIn());
    const forms = [await visitor.formToken()];
    const paths = [
      '',
      '/keys',
      '/routes',
      '/destinations',
      '/deliveries',
      '/audit',
      '/configuration',
      '/none',
    ];
    for (const path of paths) note(await visitor.visit(path));
    note(
      await visitor.press('/destinations/keep', {
        name: 'x',
        url: 'https://example.com/services/canary-state',
      }),
    );
    note(await visitor.press('/routes/apply', { document: 'a: [' }));
    note(await visitor.browser.submit(`${api.url}/console/keys/create`, { form: 'canary-state' }));
    note(await visitor.visit('/signed-in?code=canary-state&state=canary-state'));
    for (const name of ['openid.connect.token', 'openid.connect.userInfo', 'auth.revoke']) {
      await board.slack.faults({ rules: [{ fault: 'error', name, status: 503, count: 1 }] });
      note(await visitor.signIn());
    }
    await board.slack.faults({ rules: [] });
    const cookies = (visitor.browser.jar.header(new URL(api.url)) ?? '')
      .split('; ')
      .map((one) => one.split('=')[1]);
    expect(cookies.length).toBe(2);
    forms.push(await visitor.formToken());
    note(await visitor.press('/sign-out'));
    return { cookies, forms };
  }

  /** As if twelve hours had passed; the process's own clock can't be moved. */
  const expireToken = () =>
    board.query(`WITH spent AS (UPDATE installation SET bot_token_expires_at = clock_now() RETURNING id)
      SELECT pg_notify('switchboard_changes', 'installation ' || id) FROM spent`);

  /** The database as text, jobs included. */
  async function everyRow(): Promise<string[]> {
    const tables = await board.query<{ name: string }>(
      `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables
       WHERE table_schema IN ('public', 'bullmq') AND table_type = 'BASE TABLE'`,
    );
    expect(tables.length).toBeGreaterThan(20);
    const rows: string[] = [];
    for (const { name } of tables) {
      const found = await board.query<{ row: string }>(
        `SELECT '${name} ' || to_jsonb(t)::text AS row FROM ${name} t`,
      );
      rows.push(...found.map(({ row }) => row));
    }
    return rows;
  }
});
