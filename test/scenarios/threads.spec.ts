import type { EntityManager } from 'typeorm';
import { Outbox } from '../../src/delivery/index.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const GRACE_MS = 16_000;

describe('A thread', () => {
  let board: Switchboard;
  beforeEach(async () => (board = await startSwitchboard()));
  afterEach(() => board.stop());

  const show = (tx: EntityManager, subject: string, channel: string, priority = 3) => {
    const card = { subject, version: 1, message: { text: subject }, priority };
    return board.app.get(Outbox).showCard(WORKSPACE, tx, card, [channel]);
  };
  const answer = (tx: EntityManager, subject: string, text: string, priority = 3) =>
    board.app.get(Outbox).reply(WORKSPACE, tx, subject, { message: { text }, priority });
  const card = (subject: string, priority = 3) =>
    board.app.get(Transactions).begin((tx) => show(tx, subject, '#ops', priority));
  const reply = (subject: string, text: string, priority = 3) =>
    board.app.get(Transactions).begin((tx) => answer(tx, subject, text, priority));
  const texts = async (channel: string) =>
    (await board.slack.messages(channel)).map(({ text, thread_ts, ts }) =>
      thread_ts === undefined || thread_ts === ts ? text : `└ ${text}`,
    );

  it('has what shares its key, in every destination; the first is its root', async () => {
    const api = await board.apiWith('send');
    const send = (title: string, channel: string, more = {}) =>
      api.post('/v1/notifications', { title, channel, thread_key: 'deploy-1', ...more });
    await send('Deploying', '#ops');
    await send('Built', '#ops');
    await send('Failed', '#ops', { type: 'alert', fingerprint: 'deploy' });
    await send('Elsewhere', '#incidents');
    await api.post('/v1/notifications', { title: 'Another', channel: '#ops' });
    await board.slack.expectCount('#ops', {}, 4);
    await board.slack.expectCount('#incidents', {}, 1);
    expect((await texts('#ops')).sort()).toEqual(['Another', 'Deploying', '└ Built', '└ Firing: Failed']);
    const alert = await board.slack.expectMessage('#ops', { text: 'Firing' });
    await send('Failed', '#ops', { type: 'alert', fingerprint: 'deploy', status: 'resolved' });
    await board.slack.expectEdit(alert, { text: 'Resolved' });
  });

  it('waits for its root, however urgent the reply, and makes the root as urgent', async () => {
    await card('warm-up');
    await board.slack.expectCount('#ops', {}, 1);
    await board.holdLanes();
    await card('other', 1);
    await card('root');
    await reply('root', 'reply', 0);
    await board.releaseLanes();
    await board.slack.expectCount('#ops', {}, 4);
    expect(await texts('#ops')).toEqual(['warm-up', 'root', '└ reply', 'other']);
  });

  it('whose root could not be posted goes on without it', async () => {
    await board.slack.restrictPosting('#ops', 'restricted');
    // The reply is told to wait, so that there is time to open the channel.
    const wait = { fault: 'ratelimited', name: 'chat.postMessage', channel: '#ops', retryAfterS: 3 } as const;
    await board.slack.faults({ rules: [{ ...wait, skip: 1, count: 1 }] });
    await board.app.get(Transactions).begin(async (tx) => {
      await show(tx, 'root', '#ops');
      await answer(tx, 'root', 'reply');
    });
    const posts = { kind: 'api', name: 'chat.postMessage' };
    await board.slack.expectRequest(posts, ({ status }) => status === 429);
    await board.slack.restrictPosting('#ops', 'everyone');
    await board.slack.expectMessage('#ops', { text: 'reply', where: ({ thread_ts }) => !thread_ts });
  });

  it('keeps its order when Slack’s answer to one of them is lost', async () => {
    await board.slack.invite('#ops');
    await card('root');
    await board.slack.expectMessage('#ops', { text: 'root' });
    const lost = { fault: 'reset', name: 'chat.postMessage', accepted: true, count: 1 } as const;
    await board.slack.faults({ rules: [lost] });
    await board.app.get(Transactions).begin(async (tx) => {
      for (const text of ['one', 'two', 'three']) await answer(tx, 'root', text);
      await show(tx, 'another', '#ops');
    });
    await board.slack.expectMessage('#ops', { text: 'another' });
    await board.advance(GRACE_MS);
    await board.slack.expectMessage('#ops', { text: 'three' });
    const replies = (await texts('#ops')).filter((text) => text.startsWith('└'));
    expect(replies).toEqual(['└ one', '└ two', '└ three']);
  });

  it('that somebody locked goes on in the channel', async () => {
    await card('locked');
    await board.slack.lockThread(await board.slack.expectMessage('#ops', { text: 'locked' }));
    await reply('locked', 'by itself');
    await board.slack.expectMessage('#ops', { text: 'by itself', where: ({ thread_ts }) => !thread_ts });
  });
});
