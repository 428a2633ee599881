import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { FaultRule } from '../../sandbox/faults/fault-rule.js';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { startBoltInSandbox, type BoltInSandbox } from './bolt-in-sandbox.js';
import { startContractSandbox, type ContractSandbox } from './contract-sandbox.js';
import { eventually } from '../harness/eventually.js';
import { silentLogger } from './silent-logger.js';
import { tellingFaultSeed } from './tell-fault-seed.js';

const OPS = 'C0OPS00001';

describe("faults, as Slack's own client meets them", () => {
  let sandbox: ContractSandbox;
  let people: SandboxClient;
  let token: string;

  beforeAll(async () => {
    sandbox = await startContractSandbox();
    people = new SandboxClient(sandbox.url);
  });
  afterAll(() => sandbox.close());
  beforeEach(async () => {
    await people.reset();
    token = (await people.obtainTokens(['chat:write', 'chat:write.public'])).botToken;
  });

  /** Untouched but for its URL: it tries again as Slack's client does. */
  const client = (options: WebClientOptions = {}) =>
    new WebClient(token, { slackApiUrl: `${sandbox.url}/api/`, logger: silentLogger, ...options });
  /** One that says at once what it met. */
  const once = (options: WebClientOptions = {}) => client({ retryConfig: { retries: 0 }, ...options });

  /** With an id, by which the judge knows a copy. */
  const post = (slack: WebClient, id = 'only') =>
    slack.chat.postMessage({
      channel: OPS,
      text: `message ${id}`,
      metadata: { event_type: 'numbered', event_payload: { id } },
    });
  const arrived = async () => (await people.messages(OPS)).map(({ text }) => text);
  const play = (rule: FaultRule) => people.faults({ rules: [{ name: 'chat.postMessage', ...rule }] });

  it('429: it is told how long, waits that long, and the message is there once', async () => {
    await play({ fault: 'ratelimited', retryAfterS: 7, count: 1 });
    await expect(post(once({ rejectRateLimitedCalls: true }))).rejects.toMatchObject({ retryAfter: 7 });
    expect(await arrived()).toEqual([]);

    await people.reset();
    token = (await people.obtainTokens(['chat:write', 'chat:write.public'])).botToken;
    await play({ fault: 'ratelimited', retryAfterS: 1, count: 1 });
    await post(client());
    expect(await arrived()).toEqual(['message only']);
    expect(await people.summary()).toMatchObject({ refused: 1, accepted: 1, in_window: 0 });
  });

  it('500 and its like: an error with the status, then the retry succeeds', async () => {
    await play({ fault: 'error', status: 503, count: 1 });
    await expect(post(once())).rejects.toMatchObject({ code: 'slack_webapi_http_error', statusCode: 503 });
    await play({ fault: 'error', count: 1 });
    await post(client());
    expect((await people.log({ name: 'chat.postMessage' })).map(({ status }) => status)).toEqual([
      503, 500, 200,
    ]); // prettier-ignore
    expect(await arrived()).toEqual(['message only']);
  });

  it('a connection reset before Slack has accepted anything costs nothing', async () => {
    await play({ fault: 'reset', count: 1 });
    await expect(post(once())).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    expect(await arrived()).toEqual([]);
    await play({ fault: 'reset', count: 1 });
    await post(client());
    expect(await arrived()).toEqual(['message only']);
  });

  it('a connection reset after it makes a client that tries again say it twice, and the judge sees it', async () => {
    await play({ fault: 'reset', accepted: true, count: 1 });
    await post(client());
    expect(await arrived()).toEqual(['message only', 'message only']);
    expect(await people.summary()).toMatchObject({ accepted: 2, duplicates: 1 });
    const [lost, answered] = await people.log({ name: 'chat.postMessage' });
    expect(lost).toMatchObject({ fault: 'reset', status: null, accepted: { channel: OPS } });
    expect(answered).toMatchObject({ status: 200, accepted: { channel: OPS } });
  });

  it('the log tells which edit Slack has made, whatever it answered', async () => {
    const { ts = '' } = await post(once());
    const edit = (text: string) => once().chat.update({ channel: OPS, ts, text });
    await people.faults({
      rules: [
        { fault: 'error', name: 'chat.update', count: 1 },
        { fault: 'error', name: 'chat.update', accepted: true, skip: 1, count: 1 },
      ],
    });
    for (const text of ['never', 'done']) {
      await expect(edit(text)).rejects.toMatchObject({ statusCode: 500 });
    }
    expect(await arrived()).toEqual(['done']);
    const edits = (await people.log({ name: 'chat.update' })).map(({ status, edited }) => ({
      status,
      edited,
    }));
    expect(edits).toEqual([
      { status: 500, edited: undefined },
      { status: 500, edited: { channel: OPS, ts } },
    ]);
  });

  it('no answer at all: the client gives up, whether or not Slack has accepted', async () => {
    const impatient = once({ timeout: 1_500 });
    await play({ fault: 'timeout' });
    await expect(post(impatient)).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    expect(await arrived()).toEqual([]);
    await play({ fault: 'timeout', accepted: true });
    await expect(post(impatient)).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    expect(await arrived()).toEqual(['message only']);
  });

  it('a slow answer: who waits has it, who does not has posted all the same', async () => {
    await play({ fault: 'slow', ms: 4_000 });
    await expect(post(once({ timeout: 1_500 }), 'hasty')).rejects.toMatchObject({
      code: 'slack_webapi_request_error',
    });
    expect(await post(client(), 'patient')).toMatchObject({ ok: true });
    expect(await arrived()).toEqual(['message hasty', 'message patient']);
    const { ms } = await people.expectRequest(
      { name: 'chat.postMessage' },
      (entry) => entry.fault === 'slow',
    );
    expect(ms).toBeGreaterThanOrEqual(3_995);
  });

  it('strikes what was named and leaves the rest alone', async () => {
    await play({ fault: 'error', channel: '#incidents' });
    await post(once());
    expect(await once().auth.test()).toMatchObject({ ok: true });
    const elsewhere = once().chat.postMessage({ channel: '#incidents', text: 'x' });
    await expect(elsewhere).rejects.toMatchObject({ statusCode: 500 });
  });
});

describe('faults of events, as an app made with Bolt meets them', () => {
  let slack: BoltInSandbox;
  let heard: { id: string; text: string }[];

  beforeAll(async () => {
    slack = await startBoltInSandbox((app) => {
      app.event('app_mention', async ({ body, event }) => {
        heard.push({ id: body.event_id, text: event.text.split(' ')[1] });
      });
    });
  });
  afterAll(() => slack.close());
  beforeEach(async () => {
    await slack.install(['app_mentions:read']);
    await slack.people.invite('#ops');
    heard = [];
  });

  /** Says each, and answers what was heard of it once `count` events have come. */
  async function say(texts: string[], count = texts.length): Promise<string[]> {
    const from = heard.length;
    for (const text of texts) await slack.people.say('#ops', `@switchboard ${text}`);
    await eventually(async () => expect(heard.slice(from).length).toBeGreaterThanOrEqual(count));
    return heard.slice(from).map(({ text }) => text);
  }

  it('a duplicate is the same event, with the same id, twice', async () => {
    await slack.people.faults({ rules: [{ fault: 'duplicate', name: 'app_mention', count: 1 }] });
    expect(await say(['one'], 2)).toEqual(['one', 'one']);
    expect(heard[1].id).toBe(heard[0].id);
    expect(await say(['two'])).toEqual(['two']);
    const sent = await slack.people.log({ kind: 'event', name: 'app_mention' });
    expect(sent.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(sent[1].request).toBe(sent[0].request);
  });

  it('one that is held back comes after the next', async () => {
    await slack.people.faults({ rules: [{ fault: 'reorder', name: 'app_mention', count: 1 }] });
    expect(await say(['first', 'second'])).toEqual(['second', 'first']);
    expect(await say(['third', 'fourth'])).toEqual(['third', 'fourth']);
  });

  it('one that is held back comes all the same where nothing follows', async () => {
    await slack.people.faults({ rules: [{ fault: 'reorder', name: 'app_mention', count: 1 }] });
    expect(await say(['alone'])).toEqual(['alone']);
  });

  it('the same seed doubles the same events', () =>
    tellingFaultSeed(slack.people, async () => {
      const texts = Array.from({ length: 20 }, (_, index) => `m${index}`);
      const doubled = async (seed: number) => {
        const rule: FaultRule = { fault: 'duplicate', probability: 0.4, name: 'app_mention' };
        await slack.people.faults({ rules: [rule], seed });
        const from = heard.length;
        for (const text of texts) await slack.people.say('#ops', `@switchboard ${text}`);
        const [{ struck }] = (await slack.people.playedFaults()).rules;
        await eventually(async () => expect(heard).toHaveLength(from + texts.length + struck));
        const said = heard.slice(from).map(({ text }) => text);
        return texts.filter((text) => said.indexOf(text) !== said.lastIndexOf(text));
      };
      const first = await doubled(11);
      expect(first.length).toBeGreaterThan(0);
      expect(first.length).toBeLessThan(texts.length);
      expect(await doubled(11)).toEqual(first);
      expect(await doubled(12)).not.toEqual(first);
    }));
});
