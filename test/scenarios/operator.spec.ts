import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '../../migrations/index.js';
import { DEMO_WORKSPACE_ID } from '../../sandbox/demo.js';
import { createTestDatabase } from '../harness/database.js';
import { type Run, runHere } from '../harness/commands.js';
import { startProgram } from '../harness/process.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

/** As the operator runs it. */
async function switchboard(env: Record<string, string>, ...args: string[]): Promise<Run> {
  const program = startProgram('src/cli.js', { env, args });
  const { code } = await program.exited;
  return { code, output: program.output };
}

/** What follows the second underscore of `sb_<id>_<secret>`; the secret may hold more of them. */
const secretOf = (key: string) => key.split('_').slice(2).join('_');

describe('The operator’s commands', () => {
  let board: Switchboard;
  let directory: string;
  const run = (...args: string[]) => runHere(board.env, ...args);
  const json = async <T>(...args: string[]) => JSON.parse((await run(...args, '--json')).output) as T;

  beforeAll(async () => {
    board = await startSwitchboard();
    directory = await mkdtemp(join(tmpdir(), 'switchboard-operator-'));
  });
  afterAll(async () => {
    await board.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('workspaces lists who has installed the app', async () => {
    expect(await json('workspaces')).toMatchObject([
      { id: DEMO_WORKSPACE_ID, name: 'Acme', state: 'active' },
    ]);
    expect((await run('workspaces')).output).toMatch(
      /TEAM\s+NAME\s+STATE\s+INSTALLED\s+WHY\s+DATA GOES\nT0ACME0001\s+Acme\s+active/,
    );
  });

  it('keys: made with the scope send, shown once, listed without their secret, revoked', async () => {
    const made = await json<{ id: string; key: string; scopes: string[] }>(
      'keys',
      'create',
      '--team',
      DEMO_WORKSPACE_ID,
    );
    expect(made.scopes).toEqual(['send']);
    const listed = await run('keys', 'list', '--team', DEMO_WORKSPACE_ID, '--json');
    expect(listed.output).toContain(made.id);
    expect(listed.output).not.toContain(secretOf(made.key));
    expect((await run('keys', 'revoke', made.id, '--team', DEMO_WORKSPACE_ID)).code).toBe(0);
    const [key] = await json<{ revokedAt: string | null }[]>('keys', 'list', '--team', DEMO_WORKSPACE_ID);
    expect(key?.revokedAt).not.toBeNull();
  });

  it('routes: a YAML document is applied as a whole or not at all', async () => {
    const good = join(directory, 'routes.yaml');
    await writeFile(
      good,
      'routes:\n  - name: ops\n    match: { severity: [info] }\n    to: [{ channel: "#ops" }]\nfallback: { channel: "#general" }\n',
    );
    expect(await json('routes', 'apply', good, '--team', DEMO_WORKSPACE_ID)).toMatchObject({ version: 1 });
    const bad = join(directory, 'bad.yaml');
    await writeFile(bad, 'routes: [{ name: x, to: [{ channel: ops }] }]\n');
    const refused = await run('routes', 'apply', bad, '--team', DEMO_WORKSPACE_ID);
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('/routes/0/to/0/channel: channel must be "#name"');
    expect(refused.output).toContain('/fallback');
    expect(await json('routes', 'show', '--team', DEMO_WORKSPACE_ID)).toMatchObject({
      version: 1,
      document: { routes: [{ name: 'ops' }] },
    });

    const sample = join(directory, 'sample.json');
    await writeFile(sample, JSON.stringify({ title: 'Disk full', severity: 'info' }));
    const explain = ['routes', 'explain', sample, '--team', DEMO_WORKSPACE_ID];
    expect(await json(...explain)).toMatchObject({ destinations: ['#ops'], verdicts: [{ matched: true }] });
    const other = join(directory, 'other.yaml');
    await writeFile(other, 'routes: []\nfallback: { channel: "#incidents" }\n');
    const tried = await run(...explain, '--document', other);
    expect(tried.output).toContain('It would go to #incidents.\ntaken   fallback: no route matched');
    await writeFile(sample, '{ severity: worse }');
    const faulty = await run(...explain);
    expect(faulty.code).toBe(1);
    expect(faulty.output).toContain('The sample has mistakes');
  });

  it('says in a sentence what it cannot do', async () => {
    const unknown = await run('keys', 'create', '--team', 'T0NOBODY');
    expect(unknown).toMatchObject({
      code: 1,
      output: expect.stringContaining('No workspace T0NOBODY has installed this app'),
    });
    const scope = await run('keys', 'create', '--team', DEMO_WORKSPACE_ID, '--scope', 'everything');
    expect(scope).toMatchObject({
      code: 1,
      output: expect.stringContaining('There is no scope "everything"'),
    });
    expect((await run('keys', 'create', '--help')).output).toContain('--scope');
  });

  it('doctor and migrate: what is missing, all at once; then all is well', async () => {
    const blank = await createTestDatabase();
    const env = { ...board.env, DATABASE_URL: blank.url };
    try {
      expect(await switchboard(env, 'doctor')).toMatchObject({
        code: 1,
        output: expect.stringContaining(`${migrations.length} to run`),
      });
      expect(await runHere(env, 'workspaces')).toMatchObject({
        code: 1,
        output: expect.stringContaining('npx switchboard migrate'),
      });
      const racing = await Promise.all([
        switchboard(env, 'migrate', '--json'),
        switchboard(env, 'migrate', '--json'),
      ]);
      const ran = racing.map(({ output }) => (JSON.parse(output) as { ran: string[] }).ran.length);
      expect(ran.sort()).toEqual([0, migrations.length]);
      expect(await runHere(env, 'doctor')).toMatchObject({
        code: 0,
        output: expect.stringContaining('up to date'),
      });
    } finally {
      await blank.drop();
    }
    const broken = await runHere(
      { DATABASE_URL: 'postgresql://nobody:pw123@127.0.0.1:1/x', PORT: 'http' },
      'doctor',
    );
    expect(broken.code).toBe(1);
    for (const name of [
      'PORT',
      'SLACK_CLIENT_ID',
      'SLACK_CLIENT_SECRET',
      'SLACK_SIGNING_SECRET',
      'ENCRYPTION_KEYS',
    ]) {
      expect(broken.output).toContain(name);
    }
    const away = await runHere(
      { ...board.env, DATABASE_URL: 'postgresql://nobody:pw123@127.0.0.1:1/x' },
      'doctor',
    );
    expect(away.code).toBe(1);
    expect(away.output).toMatch(/not reachable: .*127\.0\.0\.1:1/);
    expect(away.output).not.toContain('pw123');
  });
});

describe('A start', () => {
  it('with a faulty environment names every mistake at once, and ends with 1', async () => {
    const program = startProgram('src/main.js', {
      env: { ROLE: 'boss', PUBLIC_URL: 'here', DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud' },
    });
    expect(await program.exited).toMatchObject({ code: 1 });
    for (const name of [
      'ROLE',
      'PUBLIC_URL',
      'DATABASE_URL',
      'SLACK_CLIENT_ID',
      'SLACK_SIGNING_SECRET',
      'ENCRYPTION_KEYS',
      'LOG_LEVEL',
    ]) {
      expect(program.output).toContain(`- ${name} `);
    }
  });
});
