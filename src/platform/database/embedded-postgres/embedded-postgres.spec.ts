import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import {
  distUrl,
  startScript,
  stopAllPrograms,
  type RunningProgram,
} from '../../../../test/harness/process.js';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { locateHome } from './server-home.js';

// Not in /tmp: the server's user can't enter a private directory there when the tests run as root.
// global-setup.mjs sweeps what a killed run leaves here.
const scratch = fileURLToPath(new URL('../../../../.data/test-scratch', import.meta.url));
const used: string[] = [];

function scratchDir(): string {
  const dir = join(scratch, `${process.pid}-${randomBytes(4).toString('hex')}`);
  used.push(dir);
  return dir;
}

/** Most cases share one cluster: making it is what takes long. */
const shared = scratchDir();
const start = (dataDir = shared) => startEmbeddedPostgres({ dataDir, durable: false });

/** A process that starts the server, says what it got, and stays. */
function starter(dataDir: string, ownGroup = false): RunningProgram {
  const module = distUrl('src/platform/database/embedded-postgres/embedded-postgres.js');
  const code = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(module)});
    const onProgress = (line) => console.log('progress', line);
    const p = await startEmbeddedPostgres({ dataDir: process.env.DATA_DIR, durable: false, onProgress });
    console.log('started', JSON.stringify({ url: p.url, adopted: p.adopted, owned: p.owned }));
    setInterval(() => undefined, 60_000);`;
  return startScript(code, { env: { DATA_DIR: dataDir }, ownGroup });
}

async function started(program: RunningProgram): Promise<{ url: string; adopted: boolean; owned: boolean }> {
  const [, json] = await program.waitForLine(/^started (.*)/);
  return JSON.parse(json ?? '') as { url: string; adopted: boolean; owned: boolean };
}

async function ask(url: string, query: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<unknown[]>({ text: query, rowMode: 'array' });
  await client.end();
  return String(rows[0]?.[0]);
}

const serverPid = (dataDir = shared) =>
  Number(readFileSync(join(locateHome(dataDir).data, 'postmaster.pid'), 'utf8').split('\n')[0]);

afterEach(stopAllPrograms);
afterAll(async () => {
  for (const dir of used) await removeEmbeddedPostgres(dir);
});

describe('a first start', () => {
  it('makes a UTF-8 cluster that listens on loopback only, with a password in a private file', async () => {
    const postgres = await start();
    expect(postgres).toMatchObject({ adopted: false, owned: true });
    expect(postgres.url).toMatch(/^postgresql:\/\/switchboard:[0-9a-f]{48}@127\.0\.0\.1:\d+\/switchboard$/);
    expect(await ask(postgres.url, 'SHOW listen_addresses')).toBe('127.0.0.1');
    expect(await ask(postgres.url, 'SHOW unix_socket_directories')).toBe('');
    expect(await ask(postgres.url, 'SHOW server_encoding')).toBe('UTF8');
    expect(await ask(postgres.url, "SELECT upper('ä') || ('a' < 'B')::text")).toBe('Äfalse');
    expect(statSync(join(shared, 'url')).mode & 0o777).toBe(0o600);
    await expect(ask(postgres.url.replace(/:[0-9a-f]{48}@/, ':guess@'), 'SELECT 1')).rejects.toThrow(
      /password/,
    );
    await postgres.stop();
    await expect(ask(postgres.url, 'SELECT 1')).rejects.toThrow();
  });

  it('is done by one of two processes that race, and the other adopts', async () => {
    const dir = scratchDir();
    const results = await Promise.all([starter(dir), starter(dir)].map(started));
    expect(results.map(({ owned }) => owned).sort()).toEqual([false, true]);
    expect(results.map(({ adopted }) => adopted).sort()).toEqual([false, true]);
    expect(results[0]?.url).toBe(results[1]?.url);
  });

  it('that was killed while making the cluster is cleaned up and done again', async () => {
    const dir = scratchDir();
    const killed = starter(dir);
    await killed.waitForLine(/^progress Making/);
    await killed.kill9();
    // What an initdb that was killed as well leaves.
    const { dir: home } = locateHome(dir);
    mkdirSync(join(home, 'unfinished-0123', 'base'), { recursive: true });
    const postgres = await start(dir);
    expect(await ask(postgres.url, 'SELECT 1')).toBe('1');
    expect(existsSync(join(home, 'unfinished-0123'))).toBe(false);
  });
});

describe('a second start', () => {
  it('keeps data and URL', async () => {
    const first = await start();
    await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await start();
    expect(second).toMatchObject({ adopted: false, owned: true, url: first.url });
    expect(await ask(second.url, 'SELECT answer FROM kept')).toBe('42');
    await second.stop();
  });

  it('while the owner lives is a guest, whose stop does nothing', async () => {
    const owner = await start();
    const guest = await start();
    expect(guest).toMatchObject({ adopted: true, owned: false, url: owner.url });
    await guest.stop();
    expect(await ask(guest.url, 'SELECT 1')).toBe('1');
    await owner.stop();
    await owner.stop();
  });

  it('takes another port when the old one is in use', async () => {
    const first = await start();
    await first.stop();
    const squatter = createServer();
    const port = Number(new URL(first.url).port);
    await new Promise<void>((resolve) => squatter.listen(port, '127.0.0.1', resolve));
    const second = await start();
    expect(second.url).not.toBe(first.url);
    expect(await ask(second.url, 'SELECT 1')).toBe('1');
    await second.stop();
    await new Promise((resolve) => squatter.close(resolve));
  });
});

describe('a server whose owner was killed', () => {
  it('is adopted, and stopped by its new owner', async () => {
    const owner = starter(shared);
    const { url } = await started(owner);
    await owner.kill9();
    const pid = serverPid();
    const heir = await start();
    expect(heir).toMatchObject({ adopted: true, owned: true, url });
    expect(serverPid()).toBe(pid);
    await heir.stop();
    await expect(ask(url, 'SELECT 1')).rejects.toThrow();
  });

  it('survives Ctrl-C in the terminal of its owner', async () => {
    const owner = starter(shared, true);
    const { url } = await started(owner);
    await owner.signalGroup('SIGINT');
    expect(await ask(url, 'SELECT 1')).toBe('1');
    await (await start()).stop();
  });

  it('is replaced when it runs with other settings', async () => {
    const owner = starter(shared);
    await started(owner);
    await owner.kill9();
    const postgres = await startEmbeddedPostgres({ dataDir: shared });
    expect(postgres).toMatchObject({ adopted: false, owned: true });
    expect(await ask(postgres.url, 'SHOW fsync')).toBe('on');
    await postgres.stop();
  });
});

describe('a server that was killed', () => {
  it('is started again', async () => {
    const first = await start();
    process.kill(serverPid(), 'SIGKILL');
    const second = await start();
    expect(await ask(second.url, 'SELECT answer FROM kept')).toBe('42');
    expect(second.url).toBe(first.url);
    await second.stop();
  });

  it('is started again when its pid now belongs to another program', async () => {
    await start();
    const file = join(locateHome(shared).data, 'postmaster.pid');
    process.kill(serverPid(), 'SIGKILL');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(process.pid)));
    const postgres = await start();
    expect(postgres.adopted).toBe(false);
    expect(await ask(postgres.url, 'SELECT 1')).toBe('1');
    await postgres.stop();
  });
});

describe('a start that is not possible says why and what to do', () => {
  const inData = (...path: string[]) => join(locateHome(shared).data, ...path);

  it('when the server refuses, with its log', async () => {
    const failing = startEmbeddedPostgres({ dataDir: shared, maxConnections: -1 });
    await expect(failing).rejects.toMatchObject({
      code: 'START_FAILED',
      message: expect.stringMatching(
        /-1 is outside the valid range for parameter "max_connections"/,
      ) as string,
    });
  });

  it('when another major version made the data', async () => {
    const version = readFileSync(inData('PG_VERSION'), 'utf8');
    writeFileSync(inData('PG_VERSION'), '14\n');
    await expect(start()).rejects.toMatchObject({
      code: 'VERSION_MISMATCH',
      message: expect.stringMatching(
        /made by PostgreSQL 14.* are PostgreSQL 18.*delete the directory/s,
      ) as string,
    });
    writeFileSync(inData('PG_VERSION'), version);
  });

  it('when the password is gone', async () => {
    const url = readFileSync(join(shared, 'url'), 'utf8');
    rmSync(join(shared, 'url'));
    await expect(start()).rejects.toMatchObject({ code: 'CREDENTIALS_LOST' });
    writeFileSync(join(shared, 'url'), url.replace(/:[0-9a-f]{48}@/, ':another@'), { mode: 0o600 });
    await expect(start()).rejects.toMatchObject({ code: 'CREDENTIALS_LOST' });
    writeFileSync(join(shared, 'url'), url);
    await removeEmbeddedPostgres(shared);
    expect(existsSync(shared)).toBe(false);
  });

  it('when a part of the data is missing', async () => {
    mkdirSync(inData('base'), { recursive: true });
    await expect(start()).rejects.toMatchObject({ code: 'DATA_INCOMPLETE' });
  });
});

const asRoot = process.getuid?.() === 0 ? it : it.skip;

asRoot(
  'root in a private checkout: binaries and data go where the server can read them, and come back',
  async () => {
    const checkout = scratchDir();
    const dataDir = join(checkout, 'postgres');
    mkdirSync(dirname(dataDir), { recursive: true, mode: 0o700 });
    const first = await start(dataDir);
    await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const { data } = locateHome(dataDir);
    expect(data.startsWith(checkout)).toBe(false);
    expect(statSync(dirname(dirname(data))).mode & 0o007).toBe(0);
    await first.stop();
    const second = await start(dataDir);
    expect(await ask(second.url, 'SELECT answer FROM kept')).toBe('42');
    await second.stop();
    await removeEmbeddedPostgres(dataDir);
    expect(existsSync(data)).toBe(false);
  },
);
