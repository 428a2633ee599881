import type { ViewSubmitAction } from '@slack/bolt';
import type { JsonObject } from '../../sandbox/json.js';
import { startBoltInSandbox, type BoltInSandbox } from './bolt-in-sandbox.js';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const OPS = 'C0OPS00001';

describe('addresses that need no token', () => {
  let bolt: BoltInSandbox;
  let responseUrl: string;
  /** What the next command is answered with. */
  let reply: JsonObject | string;

  beforeAll(async () => {
    bolt = await startBoltInSandbox((app) => {
      app.action('go', async ({ ack, body }) => {
        responseUrl = 'response_url' in body ? body.response_url : '';
        await ack();
      });
      app.command('/say', async ({ ack, command }) => {
        responseUrl = command.response_url;
        await ack(reply);
      });
      app.view<ViewSubmitAction>('form', async ({ ack, body }) => {
        responseUrl = body.response_urls?.[0].response_url ?? '';
        await ack();
      });
      app.shortcut('new', async ({ ack, shortcut, client }) => {
        const element = {
          type: 'conversations_select' as const,
          action_id: 'where',
          response_url_enabled: true,
          default_to_current_conversation: true,
        };
        const blocks = [{ type: 'input' as const, block_id: 'to', label: plain('Where'), element }];
        const view = {
          type: 'modal' as const,
          callback_id: 'form',
          title: plain('T'),
          submit: plain('S'),
          blocks,
        };
        await client.views.open({ trigger_id: shortcut.trigger_id, view });
        await ack();
      });
    });
  });
  afterAll(() => bolt.close());

  beforeEach(async () => {
    await bolt.install(['commands', 'chat:write', 'chat:write.public']);
    reply = '';
  });

  async function pressed(): Promise<string> {
    const elements = [{ type: 'button' as const, action_id: 'go', text: plain('Go') }];
    const blocks = [{ type: 'actions' as const, elements }];
    const { ts } = await bolt.client().chat.postMessage({ channel: '#ops', text: 'card', blocks });
    await bolt.people.click(await bolt.people.expectMessage('#ops', { where: (one) => one.ts === ts }), 'go');
    return ts as string;
  }
  async function send(body: object | string, url = responseUrl): Promise<[number, string]> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(url, {
      method: 'POST',
      body: text,
      headers: { 'content-type': 'application/json' },
    });
    return [response.status, await response.text()];
  }
  const texts = async () => (await bolt.people.messages('#ops')).map(({ text }) => text);

  it('a response_url whispers unless told otherwise, five times', async () => {
    await pressed();
    expect(await send({ text: 'one' })).toEqual([200, 'ok']);
    await bolt.people.expectMessage('#ops', { text: 'one', ephemeralTo: 'U0ANN00001' });
    await send({ text: 'two', response_type: 'in_channel' });
    await bolt.people.expectMessage('#ops', { text: 'two', ephemeralTo: false });
    for (const text of ['three', 'four', 'five']) await send({ text });
    expect(await send({ text: 'six' })).toEqual([404, '{"ok":false,"error":"used_url"}']);
  });

  it('a response_url lives for thirty minutes', async () => {
    await pressed();
    const clock = `${bolt.sandbox.url}/control/clock`;
    await fetch(clock, { method: 'PUT', body: JSON.stringify({ advanceMs: 30 * 60_000 + 1000 }) });
    expect(await send({ text: 'late' })).toEqual([404, '{"ok":false,"error":"expired_url"}']);
  });

  it('a response_url replaces, deletes, deletes and posts, and answers in the thread', async () => {
    await pressed();
    await send({ replace_original: true, text: 'replaced' });
    expect(await texts()).toEqual(['replaced']);
    const ts = await pressed();
    await send({ response_type: 'in_channel', replace_original: false, thread_ts: ts, text: 'below' });
    await bolt.people.expectMessage('#ops', { text: 'below', threadTs: ts });
    await send({ response_type: 'in_channel', thread_ts: ts, text: 'beside' });
    expect(await bolt.people.expectMessage('#ops', { text: 'beside' })).not.toHaveProperty('thread_ts');
    await send({ delete_original: true, text: 'instead', response_type: 'in_channel' });
    expect(await texts()).toEqual(['replaced', 'This message was deleted.', 'below', 'beside', 'instead']);
  });

  it('a response_url refuses blocks that Slack refuses, and bodies that are none', async () => {
    await pressed();
    const [status, body] = await send({ blocks: [{ type: 'divider', colour: 'red' }] });
    expect([status, JSON.parse(body)]).toMatchObject([404, { ok: false, error: 'invalid_blocks' }]);
    const within = await send({ attachments: [{ blocks: [{ type: 'divider', colour: 'red' }] }] });
    expect(within).toMatchObject([404, expect.stringContaining('[json-pointer:/attachments/0/blocks/0]')]);
    expect(await send({ blocks: {} })).toMatchObject([404, expect.stringContaining('invalid_blocks_format')]);
    expect(await send('not JSON')).toMatchObject([404, expect.stringContaining('invalid_payload')]);
    expect(await send({ text: 'x' }, `${responseUrl}x`)).toMatchObject([404, expect.any(String)]);
  });

  it('a modal that asks for one gets the address of the conversation that was chosen', async () => {
    await bolt.people.shortcut('new');
    await bolt.people.submit(await bolt.people.expectModal('ann'), { Where: OPS });
    expect(responseUrl).toMatch(/\/app\/T0ACME0001\//);
    await send({ text: 'from the form', response_type: 'in_channel' });
    await bolt.people.expectMessage('#ops', { text: 'from the form', ephemeralTo: false });
  });

  it('a command whispers its answer, or shows it with what was typed', async () => {
    reply = 'just text';
    expect(await bolt.people.command('/say it', { channel: '#ops' })).toMatchObject({
      status: 200,
      shown: null,
    });
    await bolt.people.expectMessage('#ops', { text: 'just text', ephemeralTo: 'U0ANN00001' });
    reply = { response_type: 'in_channel', text: 'aloud' };
    await bolt.people.command('/say it', { channel: '#ops' });
    await bolt.people.expectMessage('#ops', { text: 'aloud', ephemeralTo: false });
    await bolt.people.expectMessage('#ops', { text: '/say it', user: 'U0ANN00001' });
  });

  it('a command that is late or unknown is said to have failed; the ping for certificates is answered', async () => {
    expect((await bolt.people.command('/nobody', { channel: '#ops' })).shown).toMatch(/"dispatch_failed"/);
    await bolt.people.configure({ deliveries: { deadlineMs: 30 } });
    expect((await bolt.people.command('/nobody', { channel: '#ops' })).shown).toMatch(/"operation_timeout"/);
    await bolt.people.configure({ deliveries: { deadlineMs: 3000 } });
    const ping = await fetch(`${bolt.sandbox.url}/control/ssl_check`, { method: 'POST', body: '{}' });
    expect(await ping.json()).toMatchObject({ status: 200 });
  });

  it.each<[body: string, status: number, given: object | string]>([
    ['invalid_payload', 400, 'not JSON'],
    ['no_text', 400, {}],
    ['too_many_attachments', 400, { attachments: Array(101).fill({}) }],
    ['invalid_blocks', 400, { blocks: [{ type: 'nothing' }] }],
    ['invalid_blocks', 400, { attachments: [{ blocks: [{ type: 'nothing' }] }] }],
    ['invalid_blocks_format', 400, { text: 'x', blocks: 'none' }],
    ['invalid_attachments', 400, { text: 'x', attachments: 'none' }],
    ['ok', 200, { text: 'through the hook', channel: '#general', username: 'someone else' }],
  ])('an incoming webhook answers %s with %i', async (body, status, given) => {
    const url = await hook();
    expect(await send(given, url)).toEqual([status, body]);
    if (status === 200)
      await bolt.people.expectMessage('#ops', { text: 'through the hook', ephemeralTo: false });
  });

  it('an incoming webhook says what is gone', async () => {
    const url = await hook();
    expect(await send({ text: 'x' }, `${url}x`)).toEqual([403, 'invalid_token']);
    expect(await send({ text: 'x' }, url.replace(/\/B[^/]+\//, '/B0NOTHING1/'))).toEqual([404, 'no_service']);
    expect(await send({ text: 'x' }, url.replace('T0ACME0001', 'T0NOBODY01'))).toEqual([404, 'no_team']);
    await bolt.people.archive('#ops');
    expect(await send({ text: 'x' }, url)).toEqual([410, 'channel_is_archived']);
    await bolt.people.archive('#ops', false);
    await bolt.people.configure({ limits: { enabled: true, webhook: { perSecond: 1, burst: 1 } } });
    expect(await send({ text: 'x' }, url)).toEqual([200, 'ok']);
    expect((await send({ text: 'x' }, url))[0]).toBe(429);
  });

  async function hook(): Promise<string> {
    const scopes = ['incoming-webhook', 'commands'];
    return (await bolt.people.obtainTokens(scopes, [], 'ann', OPS)).webhookUrl ?? '';
  }
});
