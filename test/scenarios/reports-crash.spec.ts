import { DEMO_WORKSPACE_ID } from '../../sandbox/demo.js';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { Api } from '../harness/api.js';
import type { TestDatabase } from '../harness/database.js';
import { eventually } from '../harness/eventually.js';
import { MovableClock } from '../harness/movable-clock.js';
import { startProgram, stopAllPrograms } from '../harness/process.js';
import { startSurroundings } from '../harness/switchboard.js';

const DAY = 24 * 60 * 60 * 1_000;
const LEASE_MS = 121_000;

describe('A digest whose process is killed in the middle of it', () => {
  let sandbox: Sandbox;
  let database: TestDatabase;
  let env: Record<string, string>;
  beforeAll(async () => {
    const surroundings = await startSurroundings();
    ({ sandbox, database } = surroundings);
    env = { ...surroundings.settings, LOG_LEVEL: 'info' };
  });
  afterAll(async () => {
    await stopAllPrograms();
    await sandbox.close();
    await database.drop();
  });

  const start = async (role: string, port = env.PORT) => {
    const program = startProgram('src/main.js', { env: { ...env, ROLE: role, PORT: port } });
    await program.waitForLine(/Switchboard is ready/);
    return program;
  };

  it('arrives once, from whoever takes it over', async () => {
    const [clock, slack] = [new MovableClock(database.url), new SandboxClient(sandbox.url)];
    const web = await start('web');
    await slack.install(env.PUBLIC_URL);
    const args = [
      'keys',
      'create',
      '--team',
      DEMO_WORKSPACE_ID,
      '--scope',
      'send',
      '--scope',
      'manage',
      '--scope',
      'read',
      '--json',
    ];
    const cli = startProgram('src/cli.js', { env, args });
    await cli.exited;
    const { key } = JSON.parse(cli.output.slice(cli.output.indexOf('{'))) as { key: string };
    const api = new Api(env.PUBLIC_URL, key);
    await api.post('/v1/notifications', { type: 'alert', title: 'Disk full', severity: 'critical' });
    const wishes = { name: 'Digest', schedule: 'daily 08:00', zone: 'UTC', channel: '#ops' };
    const { id } = (await api.post('/v1/reports', wishes)).body;
    const runs = async () => (await api.get(`/v1/reports/${id}`)).body.runs;

    // Slack keeps the first one waiting for its chart.
    await slack.faults({
      rules: [{ fault: 'slow', ms: 60_000, name: 'files.getUploadURLExternal', count: 1 }],
    });
    const first = await start('worker', '0');
    await clock.advance(Math.floor(Date.now() / DAY + 1) * DAY + DAY / 3 - Date.now());
    await eventually(async () => {
      expect(await slack.log({ name: 'files.getUploadURLExternal' })).toHaveLength(1);
    });
    await first.kill9();
    expect(await runs()).toMatchObject([{ state: 'waiting' }]);

    const others = [await start('worker', '0'), await start('worker', '0')];
    await clock.advance(LEASE_MS);
    await slack.expectMessage('#ops', { text: '*1 alert*' });
    expect(await runs()).toMatchObject([{ state: 'owed' }]);
    for (const worker of others) expect(await worker.stop()).toMatchObject({ code: 0 });
    expect(await slack.messages('#ops')).toHaveLength(1);
    await web.stop();
  });
});
