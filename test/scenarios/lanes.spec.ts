import { eventually } from '../harness/eventually.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';
import { SlackTokens } from '../../src/slack/index.js';

describe('What is owed to a channel goes through its lane', () => {
  let board: Switchboard;
  beforeEach(async () => (board = await startSwitchboard()));
  afterEach(() => board.stop());

  it('in order, a few at once and then one a second, each channel by itself', async () => {
    const api = await board.apiWith('send');
    await board.slack.configure({ limits: { enabled: true } });
    const titles = ['one', 'two', 'three', 'four', 'five', 'six'];
    for (const channel of ['#general', '#ops']) {
      for (const title of titles) await api.post('/v1/notifications', { title, channel });
    }
    for (const channel of ['#general', '#ops']) {
      await board.slack.expectCount(channel, {}, titles.length);
      const messages = await board.slack.messages(channel);
      expect(messages.map(({ text }) => text)).toEqual(titles);
      expect(Number(messages[5].ts) - Number(messages[0].ts)).toBeGreaterThanOrEqual(2);
    }
    const posts = await board.slack.log({ kind: 'api', name: 'chat.postMessage' });
    expect(posts.filter(({ status }) => status === 429)).toEqual([]);
  });

  it('the severest first, and says when each will arrive', async () => {
    const api = await board.apiWith('send');
    const send = async (severity: string) =>
      (await api.post('/v1/notifications', { title: severity, severity, channel: 'C0OPS00001' })).body
        .deliveries[0].eta;
    await send('info');
    await board.slack.expectMessage('#ops', { text: 'info' });
    await board.holdLanes();
    const etas = [await send('warning'), await send('info'), await send('critical')].map((eta) =>
      Date.parse(eta),
    );
    expect(etas[1] - etas[0]).toBeGreaterThanOrEqual(900);
    expect(etas[2]).toBeLessThan(etas[1]);
    await board.releaseLanes();
    await board.slack.expectCount('#ops', {}, 4);
    expect((await board.slack.messages('#ops')).map(({ text }) => text)).toEqual([
      'info',
      'critical',
      'warning',
      'info',
    ]);
  });

  it('what a dead channel would have got goes to the workspace’s fallback, and the installer is told', async () => {
    const api = await board.apiWith('send', 'read');
    const lost = await api.post('/v1/notifications', { title: 'Nobody reads this', channel: '#old-alerts' });
    await api.post('/v1/notifications', { title: 'Nowhere', channel: '#no-such-channel' });
    await board.slack.expectMessage('#general', { text: 'Nobody reads this' });
    await board.slack.expectMessage('#general', { text: '#no-such-channel could not be reached' });
    const deliveryOf = async (id: string) => (await api.get(`/v1/notifications/${id}`)).body.deliveries[0];
    await eventually(async () => expect(await deliveryOf(lost.body.id)).toMatchObject({ state: 'sent' }));
    await board.slack.expectRequest({ kind: 'api', name: 'chat.postMessage' }, (entry) =>
      JSON.stringify(entry).includes('can’t post to'),
    );
  });

  it('waits as long as Slack says, begins nothing meanwhile, and then delivers', async () => {
    const api = await board.apiWith('send', 'read');
    await board.slack.configure({ limits: { enabled: true, postMessage: { perSecond: 0.5, burst: 1 } } });
    const held = ['first', 'second', 'third'];
    for (const title of held) await api.post('/v1/notifications', { title, channel: '#general' });
    await board.slack.expectCount('#general', {}, 3);
    expect((await board.slack.messages('#general')).map(({ text }) => text)).toEqual(held);
    const posts = await board.slack.log({ kind: 'api', name: 'chat.postMessage' });
    const refused = posts.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    for (const { seq, at } of refused) {
      const next = posts.find((post) => post.seq > seq);
      expect((next?.at ?? Infinity) - at).toBeGreaterThanOrEqual(1_000);
    }
  });

  it('posts a card afresh when somebody deleted it', async () => {
    const api = await board.apiWith('send');
    const alert = { type: 'alert', title: 'Vanishing', fingerprint: 'v' };
    await api.post('/v1/notifications', alert);
    const card = await board.slack.expectMessage('#general', { text: 'Vanishing' });
    const { default: web } = await import('@slack/web-api');
    const bot = await board.app.get(SlackTokens).botOf(WORKSPACE);
    const client = new web.WebClient(bot.botToken, { slackApiUrl: board.env.SLACK_API_URL });
    await client.chat.delete({ channel: card.channel, ts: card.ts });
    await board.slack.expectDeleted(card);
    await api.post('/v1/notifications', { ...alert, status: 'resolved' });
    const again = await board.slack.expectMessage('#general', { text: 'Resolved' });
    expect(again.ts).not.toBe(card.ts);
  });

  it('makes one edit of the changes that wait together', async () => {
    const api = await board.apiWith('send');
    const send = (title: string) =>
      api.post('/v1/notifications', { type: 'alert', title, fingerprint: 'busy' });
    await send('Version 0');
    const card = await board.slack.expectMessage('#general', { text: 'Version 0' });
    await board.holdLanes();
    for (let version = 1; version <= 10; version += 1) await send(`Version ${version}`);
    await board.releaseLanes();
    const edited = await board.slack.expectEdit(card, { text: 'Version 10' });
    expect(edited.edits).toBe(1);
  });
});
