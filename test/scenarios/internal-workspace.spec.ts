import { Installations } from '../../src/installation/index.js';
import { loadConfig } from '../../src/platform/config/config.js';
import { createService } from '../../src/service.js';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { Api } from '../harness/api.js';
import { startProgram } from '../harness/process.js';
import { startSurroundings } from '../harness/switchboard.js';

describe('SLACK_BOT_TOKEN', () => {
  let surroundings: Awaited<ReturnType<typeof startSurroundings>>;
  beforeEach(async () => (surroundings = await startSurroundings()));
  afterEach(async () => {
    await surroundings.sandbox.close();
    await surroundings.database.drop();
  });

  const serviceWith = (token: string) => {
    const { SLACK_CLIENT_ID: _id, SLACK_CLIENT_SECRET: _secret, ...settings } = surroundings.settings;
    return createService(loadConfig({ ...settings, SLACK_BOT_TOKEN: token }));
  };

  it('makes the one internal workspace at start, twice the same, without OAuth', async () => {
    const slack = new SandboxClient(surroundings.sandbox.url);
    const { botToken, teamId } = await slack.obtainTokens([
      'chat:write',
      'chat:write.public',
      'channels:read',
    ]);
    for (const _start of [1, 2]) {
      const app = await serviceWith(botToken);
      await app.listen(0, '127.0.0.1');
      expect(await app.get(Installations).list()).toMatchObject([
        { id: teamId, name: 'Acme', state: 'active' },
      ]);
      const api = new Api(await app.getUrl());
      expect((await api.get('/')).body).toContain('serves one internal workspace');
      expect((await api.get('/slack/install')).status).toBe(404);
      await app.close();
    }
  });

  it('stops the start with a sentence when Slack refuses it', async () => {
    const { SLACK_CLIENT_ID: _id, SLACK_CLIENT_SECRET: _secret, ...settings } = surroundings.settings;
    const env = { ...settings, LOG_LEVEL: 'info', SLACK_BOT_TOKEN: 'xoxb-made-up' };
    const program = startProgram('src/main.js', { env });
    expect(await program.exited).toMatchObject({ code: 1 });
    expect(program.output).toContain('Slack refuses SLACK_BOT_TOKEN (invalid_auth)');
  });
});
