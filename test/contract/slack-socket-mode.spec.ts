import { App } from '@slack/bolt';
import { SocketModeClient } from '@slack/socket-mode';
import { WebSocket } from 'ws';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { DEMO_APP_TOKEN } from '../../sandbox/demo.js';
import { eventually } from '../harness/eventually.js';
import { startContractSandbox, type ContractSandbox } from './contract-sandbox.js';
import { silentLogger } from './silent-logger.js';

const SCOPES = ['chat:write', 'chat:write.public', 'commands', 'app_mentions:read', 'channels:history'];
const CARD = {
  channel: '#ops',
  text: 'Deploy?',
  blocks: [
    {
      type: 'actions',
      elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }],
    },
  ],
};

/** Reconnecting waits as long as a ping may take; Slack's own default is five seconds. */
const HASTY_MS = 200;

interface Heard {
  ack: (response?: object) => Promise<void>;
  type: string;
  body: { event_id?: string; event?: { text: string } };
  retry_num?: number;
  retry_reason?: string;
  accepts_response_payload: boolean;
}

describe('Socket Mode, as Slack’s own clients meet it', () => {
  let sandbox: ContractSandbox;
  let people: SandboxClient;
  let botToken: string;
  const clients: SocketModeClient[] = [];

  beforeAll(async () => {
    sandbox = await startContractSandbox({ appUrl: 'http://127.0.0.1:9' });
    people = new SandboxClient(sandbox.url);
  });
  afterAll(() => sandbox.close());

  beforeEach(async () => {
    await people.reset();
    // Nobody listens yet: the news of its own invitation would come again later.
    await people.configure({ app: { socketMode: true, botEvents: [] } });
    ({ botToken } = await people.obtainTokens(SCOPES));
    await people.invite('#ops');
    await people.configure({ app: { botEvents: null } });
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.disconnect()));
    await eventually(async () => expect(await people.sockets()).toBe(0));
  });

  function newClient(appToken = DEMO_APP_TOKEN, clientPingTimeout = HASTY_MS): SocketModeClient {
    return new SocketModeClient({
      appToken,
      logger: silentLogger,
      clientPingTimeout,
      clientOptions: { slackApiUrl: `${sandbox.url}/api/`, retryConfig: { retries: 0 } },
    });
  }

  /** A started client, and all that it hears; `answer` acknowledges. */
  async function listen(
    answer: (heard: Heard) => unknown = ({ ack }) => ack(),
    clientPingTimeout = HASTY_MS,
  ): Promise<Heard[]> {
    const client = newClient(DEMO_APP_TOKEN, clientPingTimeout);
    const heard: Heard[] = [];
    client.on('slack_event', (event: Heard) => {
      heard.push(event);
      void answer(event);
    });
    // A line that is cut is an error too.
    client.on('error', () => undefined);
    clients.push(client);
    await client.start();
    return heard;
  }

  it('opens with an app-level token and no other', async () => {
    await expect(newClient('xapp-1-nobody').start()).rejects.toMatchObject({
      data: { error: 'invalid_auth' },
    });
    const bot = newClient(botToken);
    bot.on('error', () => undefined);
    const refused = fetch(`${sandbox.url}/api/apps.connections.open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${botToken}` },
    });
    expect(await (await refused).json()).toEqual({ ok: false, error: 'not_allowed_token_type' });
    await listen();
    expect(await people.sockets()).toBe(1);
  });

  it('carries events, clicks and commands, acknowledged with an answer where one is taken, and nothing by HTTP', async () => {
    const heard = await listen(({ ack, type }) =>
      type === 'slash_commands' ? ack({ text: 'all well', response_type: 'in_channel' }) : ack(),
    );
    await people.say('#ops', '@switchboard hello');
    await people.expectRequest({ kind: 'event', name: 'app_mention' });
    expect(await people.command('/status', { channel: '#ops' })).toMatchObject({ status: 200, shown: null });
    await people.expectMessage('#ops', { text: 'all well' });
    await fetch(`${sandbox.url}/api/chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(CARD),
    });
    const card = await people.expectMessage('#ops', { text: 'Deploy?' });
    expect(await people.click(card, 'Go')).toMatchObject({ status: 200, shown: null });
    const takes = Object.fromEntries(heard.map(({ type, accepts_response_payload: takes }) => [type, takes]));
    expect(takes).toEqual({ events_api: false, slash_commands: true, interactive: true });
    const sent = (await people.log()).filter(({ direction }) => direction === 'out');
    expect(new Set(sent.map(({ via }) => via))).toEqual(new Set(['socket']));
  });

  it('brings an event again that nobody acknowledged, the same event, and says so', async () => {
    await people.configure({ deliveries: { deadlineMs: 50, retryDelaysMs: [0, 0, 0] } });
    const heard = await listen(({ retry_num: retry, ack }) => (retry === 2 ? ack() : undefined));
    await people.say('#ops', '@switchboard hello');
    await eventually(async () => {
      const mentions = heard.filter(({ body }) => body.event?.text.includes('hello'));
      const first = mentions.filter(({ body }) => body.event_id === mentions[0].body.event_id);
      expect(first.map(({ retry_num: num, retry_reason: reason }) => `${num} ${reason}`)).toEqual([
        '0 ',
        '1 timeout',
        '2 timeout',
      ]);
    });
  });

  it('spreads payloads over an app’s connections, each to one', async () => {
    // Who gives up on a late ping, as a busy machine's are, comes back as another connection.
    const patient = () => listen(undefined, 5000);
    const [one, two] = [await patient(), await patient()];
    for (let count = 0; count < 6; count += 1) await people.command('/status', { channel: '#ops' });
    expect([one.length, two.length]).toEqual([3, 3]);
  });

  it('tells a client to come back, or cuts its line, and it comes back', async () => {
    const heard = await listen();
    const [client] = clients;
    for (const end of ['refresh_requested', 'warning', 'link_disabled', 'cut'] as const) {
      const back = new Promise((resolve) => client.once('connected', resolve));
      await people.endSockets(end);
      await back;
      await people.command(`/${end}`, { channel: '#ops' });
    }
    expect(heard).toHaveLength(4);
  });

  it('brings again what a cut line lost', async () => {
    const heard = await listen(({ ack, retry_num: retry }) => (retry ? ack() : undefined));
    const [client] = clients;
    await people.say('#ops', 'hello');
    await eventually(async () => expect(heard).toHaveLength(1));
    const back = new Promise((resolve) => client.once('connected', resolve));
    await people.endSockets('cut');
    // Its first retry found no connection.
    await people.expectRequest({ kind: 'event' }, ({ failure, seq }) => seq > 0 && failure !== undefined);
    await back;
    await people.advance(60_000);
    await eventually(async () => {
      expect(heard.map(({ body }) => body.event_id)).toEqual([
        heard[0].body.event_id,
        heard[0].body.event_id,
      ]);
    });
    expect(heard[1].retry_num).toBe(2);
  });

  it('asks a client with debug_reconnects to come back after six minutes', async () => {
    const opened = await fetch(`${sandbox.url}/api/apps.connections.open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${DEMO_APP_TOKEN}` },
    });
    const { url } = (await opened.json()) as { url: string };
    const socket = new WebSocket(`${url}&debug_reconnects=true`);
    const frames: { type: string; reason?: string; debug_info: { approximate_connection_time?: number } }[] =
      [];
    socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString()) as (typeof frames)[0]));
    await eventually(async () => expect(frames).toHaveLength(1));
    expect(frames[0]).toMatchObject({
      type: 'hello',
      num_connections: 1,
      connection_info: { app_id: 'A0SWITCHBD' },
      debug_info: { approximate_connection_time: 360 },
    });
    await people.advance(350_000);
    await people.advance(10_000);
    await eventually(async () =>
      expect(frames.slice(1).map(({ reason }) => reason)).toEqual(['warning', 'refresh_requested']),
    );
  });

  it('holds ten connections, and turns the eleventh away', async () => {
    for (let count = 0; count < 10; count += 1) await listen();
    expect(await people.sockets()).toBe(10);
    const opened = await fetch(`${sandbox.url}/api/apps.connections.open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${DEMO_APP_TOKEN}` },
    });
    const { url } = (await opened.json()) as { url: string };
    const socket = new WebSocket(url);
    const told = await new Promise<string>((resolve) =>
      socket.on('message', (data: Buffer) => resolve(data.toString())),
    );
    expect(JSON.parse(told)).toMatchObject({ type: 'disconnect' });
    expect(await people.sockets()).toBe(10);
  });

  it('runs a Bolt app', async () => {
    const bolt = new App({
      token: botToken,
      appToken: DEMO_APP_TOKEN,
      socketMode: true,
      logger: silentLogger,
      clientOptions: { slackApiUrl: `${sandbox.url}/api/` },
    });
    bolt.event('app_mention', async ({ event, say }) => void (await say(`You said: ${event.text}`)));
    bolt.command('/deploy', async ({ ack, client, command }) => {
      await ack();
      await client.chat.postMessage({ ...CARD, channel: command.channel_id });
    });
    bolt.action('go', async ({ ack, respond }) => {
      await ack();
      await respond({ replace_original: true, text: 'Deployed' });
    });
    await bolt.start();
    await people.say('#ops', '@switchboard hello');
    await people.expectMessage('#ops', { text: 'You said' });
    await people.command('/deploy', { channel: '#ops' });
    const card = await people.expectMessage('#ops', { text: 'Deploy?' });
    await people.click(card, 'Go');
    await people.expectEdit(card, { text: 'Deployed' });
    await bolt.stop();
  });
});
