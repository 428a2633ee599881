import type { Api } from '../harness/api.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const OPS = 'C0OPS00001';
const ANN = 'U0ANN00001';

describe('A storm of messages that mention somebody', () => {
  let board: Switchboard;
  let api: Api;
  beforeAll(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send', 'read', 'manage');
  });
  afterAll(() => board.stop());

  const send = async (title: string, source = 'grafana') =>
    (await api.post('/v1/notifications', { title, source })).body.id as string;
  const merged = (id: string) =>
    eventually(async () =>
      expect((await api.get(`/v1/notifications/${id}`)).body.deliveries[0].state).toBe('merged'),
    );

  it('pings each of them once: in the summary, and who comes up later in a reply', async () => {
    await api.put('/v1/routes', {
      routes: [
        { name: 'payments', match: { source: 'payments' }, to: [{ channel: OPS, mention: ANN }] },
        { name: 'all', to: [{ channel: OPS, mention: 'here' }] },
      ],
      fallback: { channel: OPS },
      storms: { threshold: 3 },
    });
    await send('calm');
    await board.slack.expectMessage('#ops', { text: '<!here>: calm' });
    await board.holdLanes();
    for (const title of ['Disk 1 full', 'Disk 2 full', 'Disk 3 full']) await send(title);
    await merged(await send('Disk 4 full'));
    await merged(await send('Queue full', 'payments'));
    await merged(await send('Disk 5 full'));
    await board.releaseLanes();

    const summary = await board.slack.expectMessage('#ops', { text: 'Storm: 6 messages in one' });
    const reply = await board.slack.expectMessage('#ops', { text: 'Queue full' });
    expect(reply.thread_ts).toBe(summary.ts);
    await board.slack.expectMessage('#ops', { text: 'The storm is over' });
    const pings = (await board.slack.messages('#ops')).filter(({ text }) => /<[!@]/.test(text));
    expect(pings.map(({ text }) => text.split(':')[0])).toEqual(['<!here>', '<!here>', `<@${ANN}>`]);
    expect(pings[1].ts).toBe(summary.ts);
    expect(pings[2].ts).toBe(reply.ts);
  });
});
