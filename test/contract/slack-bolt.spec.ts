import { App, HTTPReceiver, type Installation } from '@slack/bolt';
import { freePort } from '../harness/free-port.js';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { startContractSandbox, type ContractSandbox } from './contract-sandbox.js';
import { DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, DEMO_SIGNING_SECRET } from '../../sandbox/demo.js';
import { silentLogger } from './silent-logger.js';

const SCOPES = [
  'chat:write',
  'chat:write.public',
  'commands',
  'channels:read',
  'app_mentions:read',
  'channels:history',
];

describe('an app made with Bolt, installed into the sandbox', () => {
  let sandbox: ContractSandbox;
  let people: SandboxClient;
  let bolt: App;
  let appUrl: string;
  const store = new Map<string, Installation>();

  beforeAll(async () => {
    sandbox = await startContractSandbox();
    people = new SandboxClient(sandbox.url);
    const port = await freePort();
    appUrl = `http://127.0.0.1:${port}`;
    const receiver = new HTTPReceiver({
      port,
      signingSecret: DEMO_SIGNING_SECRET,
      clientId: DEMO_CLIENT_ID,
      clientSecret: DEMO_CLIENT_SECRET,
      stateSecret: 'state',
      scopes: SCOPES,
      redirectUri: `${appUrl}/slack/oauth_redirect`,
      logger: silentLogger,
      installationStore: {
        storeInstallation: async (installation) =>
          void store.set(String(installation.team?.id), installation),
        fetchInstallation: async (query) => {
          const found = store.get(String(query.teamId));
          if (!found) throw new Error('not installed');
          return found;
        },
        deleteInstallation: async (query) => void store.delete(String(query.teamId)),
      },
      installerOptions: {
        authorizationUrl: `${sandbox.url}/oauth/v2/authorize`,
        redirectUriPath: '/slack/oauth_redirect',
        clientOptions: { slackApiUrl: `${sandbox.url}/api/` },
      },
      unhandledRequestTimeoutMillis: 200,
    });
    bolt = new App({
      receiver,
      logger: silentLogger,
      clientOptions: { slackApiUrl: `${sandbox.url}/api/`, retryConfig: { retries: 0 } },
    });
    bolt.action('ack', async ({ ack, respond, body }) => {
      await ack();
      await respond({ replace_original: true, text: `Acknowledged by <@${body.user.id}>` });
    });
    bolt.command('/status', async ({ ack, command }) => {
      await ack({ response_type: 'in_channel', text: `All well in ${command.channel_name}` });
    });
    bolt.event('app_mention', async ({ event, say }) => {
      await say({ text: `You said: ${event.text}`, thread_ts: event.ts });
    });
    bolt.event('app_uninstalled', async ({ body }) => void store.delete(body.team_id));
    await bolt.start();
    await people.configure({ app: { requestUrl: `${appUrl}/slack/events`, redirectUrls: [appUrl] } });
  });
  afterAll(async () => {
    await sandbox.close();
    await bolt.stop();
  });

  beforeEach(async () => {
    await people.reset();
    expect(await people.install(appUrl)).toMatchObject({ status: 200 });
  });

  it('is installed by the callback, with the scopes that were allowed', () => {
    expect(store.get('T0ACME0001')).toMatchObject({
      team: { id: 'T0ACME0001', name: 'Acme' },
      bot: { scopes: SCOPES, token: expect.stringMatching(/^xoxb-/) },
      user: { id: 'U0ANN00001' },
    });
  });

  it('hears of a cancelled installation', async () => {
    const visit = await people.install(appUrl, { decision: 'cancel' });
    expect(visit.url).toContain('error=access_denied');
  });

  it('takes a click and edits the card through response_url', async () => {
    await bolt.client.chat.postMessage({
      token: store.get('T0ACME0001')?.bot?.token,
      channel: '#incidents',
      text: 'Disk full',
      blocks: [
        {
          type: 'actions',
          elements: [
            { type: 'button', action_id: 'ack', text: { type: 'plain_text', text: 'Acknowledge' } },
            { type: 'button', action_id: 'nobody', text: { type: 'plain_text', text: 'Ignored' } },
          ],
        },
      ],
    });
    const card = await people.expectMessage('#incidents', { text: 'Disk full' });
    const ignored = await people.click(card, 'Ignored', { user: 'bob' });
    expect(ignored).toMatchObject({ status: 404, shown: 'This app responded with Status Code 404.' });
    const clicked = await people.click(card, 'Acknowledge', { user: 'bob' });
    expect(clicked).toMatchObject({ status: 200, shown: null });
    const edited = await people.expectEdit(card, { text: 'Acknowledged by <@U0BOB00001>' });
    expect(edited.blocks).toBeUndefined();
  });

  it('answers a command in the channel, and the person sees when it does not', async () => {
    expect(await people.command('/status now', { channel: '#ops' })).toMatchObject({
      status: 200,
      shown: null,
    });
    await people.expectMessage('#ops', { text: 'All well in ops' });
    await people.expectMessage('#ops', { text: '/status now', user: 'U0ANN00001' });
    expect(await people.command('/nothing')).toMatchObject({
      status: 404,
      shown: '/nothing failed with the error "dispatch_failed"',
    });
  });

  it('is sent mentions, and its answers land in the thread', async () => {
    const said = await people.say('#ops', '@switchboard hello');
    await people.expectMessage('#ops', { text: 'You said', threadTs: said.ts });
  });

  it('is told when it is removed', async () => {
    await people.uninstall();
    await people.expectRequest({ kind: 'event', name: 'app_uninstalled' });
    await people.expectRequest({ kind: 'event', name: 'tokens_revoked' });
    expect(store.has('T0ACME0001')).toBe(false);
  });
});
