import { DEMO_WORKSPACE_ID } from '../../sandbox/demo.js';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { Api } from '../harness/api.js';
import type { TestDatabase } from '../harness/database.js';
import { eventually } from '../harness/eventually.js';
import { MovableClock } from '../harness/movable-clock.js';
import { type RunningProgram, startProgram, stopAllPrograms } from '../harness/process.js';
import { startSurroundings } from '../harness/switchboard.js';

/** Longer than a message whose arrival is not known is left alone. */
const GRACE_MS = 16_000;
const COUNT = 120;

describe('A storm whose worker is killed', () => {
  let sandbox: Sandbox;
  let database: TestDatabase;
  let env: Record<string, string>;
  let slack: SandboxClient;

  beforeAll(async () => {
    const surroundings = await startSurroundings();
    ({ sandbox, database } = surroundings);
    env = { ...surroundings.settings, LOG_LEVEL: 'info' };
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

  it('loses none of it, and names none twice', async () => {
    const web = await start('web');
    await slack.install(env.PUBLIC_URL);
    // Who is in the channel may read its history: what may have arrived can be looked for.
    await slack.invite('#general');
    const args = ['keys', 'create', '--team', DEMO_WORKSPACE_ID, '--json'];
    const cli = startProgram('src/cli.js', { env, args });
    expect(await cli.exited).toMatchObject({ code: 0 });
    const { key } = JSON.parse(cli.output.slice(cli.output.indexOf('{'))) as { key: string };
    const api = new Api(env.PUBLIC_URL, key);
    const send = (title: string) => api.post('/v1/notifications', { title, channel: 'C0GENERAL1' });
    const titles = Array.from({ length: COUNT }, (_, index) => `Disk ${index} full`);
    for (const title of titles) expect((await send(title)).status).toBe(202);

    const named = async () =>
      (await slack.messages('#general')).flatMap(({ text }) => text.match(/Disk \d+ full/g) ?? []);
    let worker = await start('worker', { PORT: '0' });
    // In the middle of it, and again when the next one goes on with it.
    for (const sign of ['Disk 0 full', 'Storm: ']) {
      await slack.expectMessage('#general', { text: sign });
      await worker.kill9();
      worker = await start('worker', { PORT: '0' });
    }
    await new MovableClock(database.url).advance(GRACE_MS);
    await eventually(async () => expect(new Set(await named())).toEqual(new Set(titles)), 60_000);
    expect(await named()).toHaveLength(COUNT);
    expect(await worker.stop()).toMatchObject({ code: 0 });
    expect(await web.stop()).toMatchObject({ code: 0 });
  });
});
