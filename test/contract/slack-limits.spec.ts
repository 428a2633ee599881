import { WebClient, WebClientEvent } from '@slack/web-api';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { startContractSandbox, type ContractSandbox } from './contract-sandbox.js';
import { sdkClient } from './sdk-client.js';
import { silentLogger } from './silent-logger.js';

/** So many sandbox milliseconds pass in one of the world. */
const SCALE = 20;

describe("limits, as Slack's own client meets them with its own retries", () => {
  let sandbox: ContractSandbox;
  let people: SandboxClient;
  let slack: WebClient;
  const paused: number[] = [];

  beforeAll(async () => {
    sandbox = await startContractSandbox();
    people = new SandboxClient(sandbox.url);
  });
  afterAll(() => sandbox.close());

  beforeEach(async () => {
    await people.reset();
    paused.length = 0;
    const { botToken } = await people.obtainTokens([
      'chat:write',
      'chat:write.public',
      'channels:history',
      'channels:join',
    ]);
    // Untouched: it takes a 429, waits as long as it was told, and tries again.
    slack = new WebClient(botToken, { slackApiUrl: `${sandbox.url}/api/`, logger: silentLogger });
    slack.on(WebClientEvent.RATE_LIMITED, (seconds: number) => paused.push(seconds));
  });

  const post = (channel: string, id: number) =>
    slack.chat.postMessage({
      channel,
      text: `message ${id}`,
      metadata: { event_type: 'numbered', event_payload: { id: `${channel}/${id}` } },
    });

  /** By the log: in no span of time did more arrive than the pace lets through. */
  async function expectPace(posts: number, { perSecond, burst }: { perSecond: number; burst: number }) {
    const entries = await people.log({ name: 'chat.postMessage' });
    const arrived = entries.flatMap(({ accepted, at }) => (accepted ? [at] : []));
    expect(arrived).toHaveLength(posts);
    const spans = arrived.flatMap((from, first) =>
      arrived.slice(first).map((until, more) => ({
        from,
        until,
        arrived: more + 1,
        allowed: burst + Math.floor(((until - from) / 1000) * perSecond),
      })),
    );
    expect(spans.filter(({ arrived, allowed }) => arrived > allowed)).toEqual([]);
    const refused = entries.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(paused.length);
    expect(new Set(refused.map(({ response }) => response))).toEqual(
      new Set(['{"ok":false,"error":"ratelimited"}']),
    );
  }

  const lostNothing = () => ({ refused: paused.length, in_window: 0, duplicates: 0, failed: 0 });

  it('a plain loop meets 429 as documented: four at once, one a second, Retry-After 1; and loses nothing', async () => {
    await people.configure({ limits: { enabled: true } });
    for (let id = 0; id < 8; id += 1) await post('C0OPS00001', id);
    expect(paused.length).toBeGreaterThan(0);
    expect(new Set(paused)).toEqual(new Set([1]));
    const statuses = (await people.log({ name: 'chat.postMessage' })).map(({ status }) => status);
    expect(statuses.indexOf(429)).toBeGreaterThanOrEqual(4);
    await expectPace(8, { perSecond: 1, burst: 4 });
    expect(await people.summary()).toMatchObject({ accepted: 8, ...lostNothing() });
  });

  it('who presses on regardless gets no more through, and the judge sees it', async () => {
    await people.scaleTime(SCALE);
    await people.configure({ limits: { enabled: true } });
    const hasty = new WebClient(slack.token, {
      slackApiUrl: `${sandbox.url}/api/`,
      rejectRateLimitedCalls: true,
      logger: silentLogger,
    });
    hasty.on(WebClientEvent.RATE_LIMITED, (seconds: number) => paused.push(seconds));
    const say = () => hasty.chat.postMessage({ channel: 'C0OPS00001', text: 'now' });
    for (let taken = 0; taken < 30;) {
      await say().then(
        () => (taken += 1),
        () => undefined,
      );
    }
    await expectPace(30, { perSecond: 1, burst: 4 });
    const { accepted, in_window: tooEarly } = await people.summary();
    expect(accepted).toBe(30);
    expect(tooEarly).toBeGreaterThan(0);
  });

  it('a slower pace is kept as well, over longer', async () => {
    await people.scaleTime(SCALE);
    const pace = { perSecond: 0.2, burst: 2 };
    await people.configure({ limits: { enabled: true, postMessage: pace } });
    for (let id = 0; id < 6; id += 1) await post('C0OPS00001', id);
    expect(paused.length).toBeGreaterThan(0);
    // A second of the client's is twenty here.
    expect(new Set(paused)).toEqual(new Set([1]));
    await expectPace(6, pace);
    expect(await people.summary()).toMatchObject({ accepted: 6, ...lostNothing() });
  });

  it('one channel waits, and neither the others nor other methods do', async () => {
    await people.configure({ limits: { enabled: true } });
    const plain = new WebClient(slack.token, {
      slackApiUrl: `${sandbox.url}/api/`,
      rejectRateLimitedCalls: true,
      logger: silentLogger,
    });
    const say = (channel: string) =>
      plain.chat.postMessage({ channel, text: 'now' }).then(
        () => 'taken',
        (error: { code: string; retryAfter: number }) => `${error.code} ${error.retryAfter}`,
      );
    const answers: string[] = [];
    for (let count = 0; count < 5; count += 1) answers.push(await say('C0OPS00001'));
    expect(answers).toEqual([...Array<string>(4).fill('taken'), 'slack_webapi_rate_limited_error 1']);
    expect(await say('C0GENERAL1')).toBe('taken');
    expect(await plain.auth.test()).toMatchObject({ ok: true });
    await people.advance(1000);
    expect(await say('C0OPS00001')).toBe('taken');
  });

  it('the minute is that of the workspace that posts, in a channel of another company too', async () => {
    await people.configure({ limits: { enabled: true, postsPerMinute: 2 } });
    const poster = async (workspace: string) => {
      const { botToken } = await people.in(workspace).obtainTokens(['chat:write', 'chat:write.public']);
      const plain = sdkClient(sandbox.url, botToken);
      return (channel: string) =>
        plain.chat.postMessage({ channel, text: 'now' }).then(
          () => 'taken',
          (error: { retryAfter: number }) => error.retryAfter,
        );
    };
    const [globex, initech] = [await poster('globex'), await poster('initech-hq')];
    expect([await globex('C0SHARED01'), await globex('C0GLOBEXEN')]).toEqual(['taken', 'taken']);
    // What Globex has used up is not Initech's, and a channel of Globex's gives Initech no second minute.
    expect([await initech('C0SHARED01'), await initech('C0INITHQGN')]).toEqual(['taken', 'taken']);
    expect([await initech('C0SHARED01'), await globex('C0GLOBEXEN')]).toEqual([60, 60]);
  });

  it('a tier counts the minute, and its Retry-After is when there is room again', async () => {
    await people.configure({ limits: { enabled: true, tiers: { 3: 2 } } });
    const plain = new WebClient(slack.token, {
      slackApiUrl: `${sandbox.url}/api/`,
      rejectRateLimitedCalls: true,
      logger: silentLogger,
    });
    const join = () => plain.conversations.join({ channel: 'C0OPS00001' });
    await join();
    await join();
    await expect(join()).rejects.toMatchObject({ retryAfter: 60 });
    await people.advance(59_000);
    await expect(join()).rejects.toMatchObject({ retryAfter: 1 });
    await people.advance(1000);
    expect(await join()).toMatchObject({ ok: true });
  });

  it('an app outside the Marketplace reads fifteen messages once a minute', async () => {
    await slack.conversations.join({ channel: 'C0OPS00001' });
    for (let id = 0; id < 20; id += 1) await post('C0OPS00001', id);
    await people.configure({ limits: { nonMarketplace: true } });
    const read = await slack.conversations.history({ channel: 'C0OPS00001', limit: 999 });
    expect(read.messages).toHaveLength(15);
    expect(read.has_more).toBe(true);
    const again = new WebClient(slack.token, {
      slackApiUrl: `${sandbox.url}/api/`,
      rejectRateLimitedCalls: true,
      logger: silentLogger,
    });
    const refused = again.conversations.history({ channel: 'C0OPS00001' });
    await expect(refused).rejects.toMatchObject({ retryAfter: 60 });
  });
});
