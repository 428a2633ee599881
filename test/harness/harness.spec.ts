import { Client } from 'pg';
import { createTestDatabase } from './database.js';
import { startScript, stopAllPrograms } from './process.js';

async function ask(url: string, query: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: query, rowMode: 'array' });
    return String(rows[0]?.[0]);
  } finally {
    await client.end();
  }
}

describe('a test database', () => {
  it('is blank without a migration', async () => {
    const database = await createTestDatabase();
    expect(await ask(database.url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).toBe('0');
    await database.drop();
    await database.drop();
    await expect(ask(database.url, 'SELECT 1')).rejects.toThrow(/does not exist/);
  });

  it('is a copy of a template that is migrated once, however many ask at once', async () => {
    const migrated: string[] = [];
    const migrate = async (url: string) => {
      migrated.push(url);
      await ask(url, 'CREATE TABLE lane (id int)');
    };
    const databases = await Promise.all([1, 2, 3].map(() => createTestDatabase(migrate)));
    expect(migrated).toHaveLength(1);
    await ask(databases[0]?.url ?? '', 'INSERT INTO lane VALUES (1)');
    expect(await ask(databases[1]?.url ?? '', 'SELECT count(*) FROM lane')).toBe('0');
    await Promise.all(databases.map((database) => database.drop()));
  });

  it('can be dropped while connections are open', async () => {
    const database = await createTestDatabase();
    const client = new Client({ connectionString: database.url });
    const cut = new Promise((resolve) => client.on('error', resolve));
    await client.connect();
    await database.drop();
    await cut;
  });
});

describe('a program under test', () => {
  afterEach(stopAllPrograms);

  it('shows its lines, past and coming, and its exit', async () => {
    const program = startScript(`
      process.on('SIGTERM', () => { process.stdout.write('unfinished'); process.exitCode = 3; clearInterval(timer); });
      const timer = setInterval(() => undefined, 60_000);
      console.log('listening on 4711');`);
    const [, port] = await program.waitForLine(/listening on (\d+)/);
    expect(port).toBe('4711');
    expect(await program.waitForLine(/listening/)).toBeTruthy();
    expect(await program.stop()).toEqual({ code: 3, signal: null });
    expect(program.lines).toEqual(['listening on 4711', 'unfinished']);
  });

  it('that ends early tells what it printed', async () => {
    const program = startScript(`console.error('no database'); process.exit(1);`);
    await expect(program.waitForLine(/listening/)).rejects.toThrow(/ended \(code 1.*no database/s);
  });

  it('sees none of our environment', async () => {
    process.env.SLACK_BOT_TOKEN = 'a developer’s own';
    const program = startScript(`console.log(Object.keys(process.env).join(), process.env.GIVEN)`, {
      env: { GIVEN: 'yes' },
    });
    await program.exited;
    delete process.env.SLACK_BOT_TOKEN;
    expect(program.output).toMatch(/ yes$/);
    expect(program.output).not.toMatch(/SLACK/);
  });

  it('dies with the process that started it', async () => {
    const harness = new URL('./die-with-parent.mjs', import.meta.url).href;
    // A parent that starts a child as we do, and is killed.
    const parent = startScript(`
      const { spawn } = await import('node:child_process');
      const code = 'console.log("child", process.pid); setInterval(() => undefined, 60000)';
      spawn(process.execPath, ['--import', ${JSON.stringify(harness)}, '-e', code], { stdio: ['ignore', 1, 2, 'pipe'] });
      setInterval(() => undefined, 60_000);`);
    const [, pid] = await parent.waitForLine(/child (\d+)/);
    expect(pid).toBeDefined();
    // The child holds our pipe open: `exited` resolves only when it is gone as well.
    await parent.kill9();
    expect(await parent.exited).toEqual({ code: null, signal: 'SIGKILL' });
  });
});
