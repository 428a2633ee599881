import { WebClient, type WebAPIPlatformError, type WebAPIRateLimitedError } from '@slack/web-api';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { startContractSandbox, type ContractSandbox } from './contract-sandbox.js';
import { silentLogger } from './silent-logger.js';

const SCOPES = [
  'chat:write',
  'channels:read',
  'channels:join',
  'channels:history',
  'im:write',
  'users:read',
  'users:read.email',
  'team:read',
];

describe("Slack's own Web API client against the sandbox", () => {
  let sandbox: ContractSandbox;
  let people: SandboxClient;
  let slack: WebClient;

  beforeAll(async () => {
    sandbox = await startContractSandbox();
    people = new SandboxClient(sandbox.url);
  });
  afterAll(() => sandbox.close());

  beforeEach(async () => {
    await people.reset();
    slack = client((await people.obtainTokens(SCOPES)).botToken);
  });

  function client(token: string, rejectRateLimitedCalls = true): WebClient {
    return new WebClient(token, {
      slackApiUrl: `${sandbox.url}/api/`,
      allowAbsoluteUrls: false,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls,
      logger: silentLogger,
    });
  }

  /** What Slack answered to a refused call. */
  async function refusal(call: Promise<unknown>): Promise<Record<string, unknown>> {
    try {
      await call;
    } catch (error) {
      return { ...(error as WebAPIPlatformError).data };
    }
    throw new Error('the call was not refused');
  }

  it('says who it is, with the scopes in the headers', async () => {
    const who = await slack.auth.test();
    expect(who).toMatchObject({ ok: true, team: 'Acme', team_id: 'T0ACME0001', user: 'switchboard' });
    expect(who.bot_id).toMatch(/^B/);
    expect(who.response_metadata?.scopes).toEqual(SCOPES);
    const posted = await slack.users.info({ user: who.user_id as string });
    expect(posted.response_metadata?.acceptedScopes).toEqual(['users:read']);
  });

  it('gives texts back as published: links in brackets, emoji by name, unless a text object is verbatim', async () => {
    await slack.conversations.join({ channel: 'C0OPS00001' });
    const said = 'See https://a.example 🔥';
    const section = (verbatim: boolean) => ({
      type: 'section' as const,
      text: { type: 'mrkdwn' as const, text: said, verbatim },
    });
    const channel = 'C0OPS00001';
    const posted = await slack.chat.postMessage({
      channel,
      text: said,
      blocks: [section(false), section(true)],
    });
    const published = 'See <https://a.example> :fire:';
    expect(posted.message).toMatchObject({
      text: published,
      blocks: [{ text: { text: published } }, { text: { text: said } }],
    });
    const edited = await slack.chat.update({ channel, ts: posted.ts as string, text: `${said}!` });
    expect(edited.message).toMatchObject({ text: `${published}!` });
  });

  it('refuses as Slack refuses', async () => {
    expect(await refusal(client('').auth.test())).toMatchObject({ error: 'not_authed' });
    expect(await refusal(client('xoxb-nobody').auth.test())).toMatchObject({ error: 'invalid_auth' });
    expect(await refusal(slack.apiCall('chat.shout'))).toMatchObject({ error: 'unknown_method' });
    expect(await refusal(slack.reactions.add({ channel: 'C1', timestamp: '1', name: 'x' }))).toMatchObject({
      error: 'missing_scope',
      needed: 'reactions:write',
    });
    expect(await refusal(slack.conversations.list({ types: 'private_channel' }))).toMatchObject({
      error: 'missing_scope',
      needed: 'groups:read',
      provided: SCOPES.join(','),
    });
  });

  it('posts, edits and deletes a message', async () => {
    await slack.conversations.join({ channel: 'C0OPS00001' });
    const posted = await slack.chat.postMessage({
      channel: '#ops',
      text: 'Deploying',
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*Deploying*' } }],
      metadata: { event_type: 'deploy', event_payload: { id: '7' } },
    });
    expect(posted.ts).toMatch(/^\d{10}\.\d{6}$/);
    expect(posted.message?.blocks?.[0]).toMatchObject({
      block_id: expect.any(String),
      text: { type: 'mrkdwn', verbatim: false },
    });
    const ts = posted.ts as string;
    const channel = posted.channel as string;
    const edited = await slack.chat.update({ channel, ts, text: 'Deployed' });
    expect(edited.message).toMatchObject({ text: 'Deployed', edited: { user: posted.message?.user } });
    expect(edited.message).not.toHaveProperty('blocks');

    const plain = await slack.conversations.history({ channel });
    expect(plain.messages?.[0].metadata).toEqual({ event_type: 'deploy' });
    const full = await slack.conversations.history({ channel, include_all_metadata: true });
    expect(full.messages?.[0].metadata?.event_payload).toEqual({ id: '7' });

    const link = await slack.chat.getPermalink({ channel, message_ts: ts });
    expect(link.permalink).toBe(`https://acme.slack.com/archives/C0OPS00001/p${ts.replace('.', '')}`);
    await slack.chat.delete({ channel, ts });
    expect(await refusal(slack.chat.update({ channel, ts, text: 'Late' }))).toMatchObject({
      error: 'message_not_found',
    });
  });

  it('keeps to the membership rules of channels', async () => {
    const post = (channel: string, as = slack) => refusal(as.chat.postMessage({ channel, text: 'x' }));
    expect(await post('#ops')).toMatchObject({ error: 'not_in_channel' });
    expect(await post('C0SECRET01')).toMatchObject({ error: 'channel_not_found' });
    expect(await post('#nowhere')).toMatchObject({ error: 'channel_not_found' });
    expect(await post('#old-alerts')).toMatchObject({ error: 'is_archived' });
    const { botToken } = await people.obtainTokens(['chat:write.public']);
    expect(await client(botToken).chat.postMessage({ channel: '#ops', text: 'now' })).toMatchObject({
      ok: true,
    });
    expect(await refusal(slack.chat.postMessage({ channel: '#ops' } as never))).toMatchObject({
      error: 'no_text',
    });
  });

  it('answers blocks that break a limit with the pointer to them', async () => {
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }];
    const line = 'must be less than 3001 characters [json-pointer:/blocks/0/text/text]';
    await slack.conversations.join({ channel: 'C0OPS00001' });
    expect(await refusal(slack.chat.postMessage({ channel: '#ops', text: '', blocks }))).toMatchObject({
      error: 'invalid_blocks',
      errors: [line],
      response_metadata: { messages: [`[ERROR] ${line}`] },
    });
  });

  it('pages channels, finds people and opens direct messages', async () => {
    const seen: string[] = [];
    for await (const page of slack.paginate('conversations.list', { limit: 2, exclude_archived: true })) {
      seen.push(...(page as unknown as { channels: { name: string }[] }).channels.map(({ name }) => name));
    }
    expect(seen).toEqual(['general', 'incidents', 'deployments', 'ops']);
    const found = await slack.users.lookupByEmail({ email: 'bob@acme.example' });
    const opened = await slack.conversations.open({ users: found.user?.id as string });
    const posted = await slack.chat.postMessage({ channel: found.user?.id as string, text: 'psst' });
    expect(posted.channel).toBe(opened.channel?.id);
    expect((await slack.team.info()).team).toMatchObject({ id: 'T0ACME0001', domain: 'acme' });
  });

  it('threads replies under their parent', async () => {
    const channel = 'C0OPS00001';
    await slack.conversations.join({ channel });
    const parent = await slack.chat.postMessage({ channel, text: 'parent' });
    const reply = await slack.chat.postMessage({ channel, text: 'reply', thread_ts: parent.ts });
    await slack.chat.postEphemeral({ channel, user: 'U0BOB00001', text: 'only bob' });
    const history = await slack.conversations.history({ channel });
    expect(history.messages).toMatchObject([
      { text: 'parent', reply_count: 1, latest_reply: reply.ts },
      { subtype: 'channel_join' },
    ]);
    const replies = await slack.conversations.replies({ channel, ts: parent.ts as string });
    expect(replies.messages?.map(({ text }) => text)).toEqual(['parent', 'reply']);
  });

  it('refuses too many messages in a channel with 429 and Retry-After', async () => {
    await people.configure({ limits: { enabled: true, postMessage: { perSecond: 1, burst: 2 } } });
    await slack.conversations.join({ channel: 'C0OPS00001' });
    const post = () => slack.chat.postMessage({ channel: '#ops', text: 'again' });
    await post();
    await post();
    const error = await post().catch((thrown: WebAPIRateLimitedError) => thrown);
    expect(error).toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 1 });
  });

  it('ends tokens when the app is removed', async () => {
    expect(await slack.auth.revoke({ test: true })).toMatchObject({ revoked: false });
    expect(await slack.auth.revoke()).toMatchObject({ revoked: true });
    expect(await refusal(slack.auth.test())).toMatchObject({ error: 'account_inactive' });
  });
});
