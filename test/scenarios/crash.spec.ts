import { DEMO_WORKSPACE_ID } from '../../sandbox/demo.js';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { Api } from '../harness/api.js';
import type { TestDatabase } from '../harness/database.js';
import { eventually } from '../harness/eventually.js';
import { MovableClock } from '../harness/movable-clock.js';
import { type RunningProgram, startProgram, stopAllPrograms } from '../harness/process.js';
import { startSurroundings } from '../harness/switchboard.js';

const LEASE_MS = 31_000;

describe('A crash loses nothing', () => {
  let sandbox: Sandbox;
  let database: TestDatabase;
  let env: Record<string, string>;
  let clock: MovableClock;
  let slack: SandboxClient;

  beforeAll(async () => {
    const surroundings = await startSurroundings();
    ({ sandbox, database } = surroundings);
    env = { ...surroundings.settings, LOG_LEVEL: 'info' };
    clock = new MovableClock(database.url);
    slack = new SandboxClient(sandbox.url);
  });
  afterAll(async () => {
    await stopAllPrograms();
    await sandbox.close();
    await database.drop();
  });

  const start = async (role: string, more: Record<string, string> = {}): Promise<RunningProgram> => {
    const program = startProgram('src/main.js', { env: { ...env, ROLE: role, ...more } });
    await program.waitForLine(/Switchboard is ready/);
    return program;
  };

  it('whoever is killed, web or worker, and whenever', async () => {
    let web = await start('web');
    const { html } = await slack.install(env.PUBLIC_URL);
    expect(html).toContain('Switchboard is in Acme');
    const cli = startProgram('src/cli.js', {
      env,
      args: ['keys', 'create', '--team', DEMO_WORKSPACE_ID, '--json'],
    });
    expect(await cli.exited).toMatchObject({ code: 0 });
    const { key } = JSON.parse(cli.output.slice(cli.output.indexOf('{'))) as { key: string };
    const api = new Api(env.PUBLIC_URL, key);

    const titles = Array.from({ length: 6 }, (_, index) => `message ${index + 1}`);
    for (const title of titles) expect((await api.post('/v1/notifications', { title })).status).toBe(202);
    // It has answered; whatever it had in memory is gone.
    await web.kill9();

    let kills = 0;
    let worker = await start('worker', { PORT: '0' });
    for (const arrived of [1, 3]) {
      await slack.expectMessage('#general', { text: titles[arrived - 1] });
      await worker.kill9();
      kills += 1;
      worker = await start('worker', { PORT: '0' });
      // What the dead one had on its way is taken up when its lease has run out.
      await clock.advance(LEASE_MS);
    }
    web = await start('web');
    expect((await api.post('/v1/notifications', { title: 'after' })).status).toBe(202);

    for (const title of [...titles, 'after']) await slack.expectMessage('#general', { text: title });
    // Whoever looks for what a dead worker sent goes into the channel first, and Slack says so there.
    const posted = (await slack.messages('#general')).filter(({ subtype }) => subtype !== 'channel_join');
    const texts = posted.map(({ text }) => text);
    const order = [...new Set(texts)].map((text) => [...titles, 'after'].indexOf(text));
    expect([...order].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    // Only what was on its way in the moment of a kill can be late, since it is looked for first, or there twice.
    const late = order.filter((place, index) => order.slice(0, index).some((before) => before > place));
    expect(late.length).toBeLessThanOrEqual(kills);
    expect(texts.length).toBeLessThanOrEqual(titles.length + 1 + kills);
    await eventually(async () => {
      const { body } = await api.get('/health/ready');
      expect(body.status).toBe('ok');
    });
    expect(await worker.stop()).toMatchObject({ code: 0 });
    expect(await web.stop()).toMatchObject({ code: 0 });
  });
});
