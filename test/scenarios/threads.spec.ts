import type { EntityManager } from 'typeorm';
import { Outbox } from '../../src/delivery/index.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const GRACE_MS = 16_000;

describe('A thread', () => {
  let board: Switchboard;
  beforeEach(async () => (board = await startSwitchboard()));
  afterEach(() => board.stop());

  const within = <T>(work: (tx: EntityManager) => Promise<T>) => board.app.get(Transactions).begin(work);
  const reply = (subject: string, text: string, priority = 3) =>
    within((tx) => board.app.get(Outbox).reply(WORKSPACE, tx, subject, { message: { text }, priority }));
  const card = (subject: string, channel: string, priority = 3) =>
    within((tx) =>
      board.app
        .get(Outbox)
        .showCard(WORKSPACE, tx, { subject, version: 1, message: { text: subject }, priority }, [channel]),
    );
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
    expect((await texts('#ops')).sort()).toEqual(['Another', 'Deploying', '└ Built', '└ Failed']);
    const alert = await board.slack.expectMessage('#ops', { text: 'Firing' });
    await send('Failed', '#ops', { type: 'alert', fingerprint: 'deploy', status: 'resolved' });
    await board.slack.expectEdit(alert, { text: 'Resolved' });
  });

  it('waits for its root, however urgent the reply, and makes the root as urgent', async () => {
    await card('warm-up', '#ops');
    await board.slack.expectCount('#ops', {}, 1);
    await board.holdLanes();
    await card('other', '#ops', 1);
    await card('root', '#ops', 3);
    await reply('root', 'reply', 0);
    await board.releaseLanes();
    await board.slack.expectCount('#ops', {}, 4);
    expect(await texts('#ops')).toEqual(['warm-up', 'root', '└ reply', 'other']);
  });

  it('whose root could not be posted goes on without it', async () => {
    await board.slack.restrictPosting('#ops', 'restricted');
    await board.holdLanes();
    await card('root', 'C0OPS00001');
    await reply('root', 'reply');
    await board.slack.faults({ rules: [{ fault: 'slow', name: 'chat.postMessage', ms: 300 }] });
    await board.releaseLanes();
    await board.slack.expectRequest({ kind: 'api', name: 'chat.postMessage' });
    await board.slack.restrictPosting('#ops', 'everyone');
    await board.slack.expectMessage('#ops', { text: 'reply', where: ({ thread_ts }) => !thread_ts });
  });

  it('keeps its order when Slack’s answer to one of them is lost', async () => {
    await board.slack.invite('#ops');
    await card('root', '#ops');
    await board.slack.expectCount('#ops', {}, 1);
    await board.holdLanes();
    for (const text of ['one', 'two', 'three']) await reply('root', text);
    const lost = { fault: 'reset', name: 'chat.postMessage', accepted: true, count: 1 } as const;
    await board.slack.faults({ rules: [lost] });
    await card('another', '#ops');
    await board.releaseLanes();
    await board.slack.expectMessage('#ops', { text: 'another' });
    await board.advance(GRACE_MS);
    await board.slack.expectMessage('#ops', { text: 'three' });
    expect((await texts('#ops')).filter((text) => text.startsWith('└'))).toEqual([
      '└ one',
      '└ two',
      '└ three',
    ]);
  });

  it('whose root somebody deleted, or locked, goes on in the channel', async () => {
    await card('locked', '#ops');
    await board.slack.lockThread(await board.slack.expectMessage('#ops', { text: 'locked' }));
    await reply('locked', 'by itself');
    await board.slack.expectMessage('#ops', { text: 'by itself', where: ({ thread_ts }) => !thread_ts });
  });
});
