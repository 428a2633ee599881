import type { SandboxMessage } from '../../sandbox/kit/sandbox-message.js';
import type { Api } from '../harness/api.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

describe('A storm in one channel', () => {
  let board: Switchboard;
  let api: Api;
  beforeEach(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send', 'read', 'manage');
  });
  afterEach(() => board.stop());

  const alert = (name: string, more: object = {}) =>
    api.post('/v1/notifications', {
      type: 'alert',
      severity: 'warning',
      title: name,
      fingerprint: name,
      ...more,
    });
  const deliveryOf = async (id: string) => (await api.get(`/v1/notifications/${id}`)).body.deliveries[0];
  /** The channel's lane is there, and closed: what is sent next waits together. */
  const holdOps = async () => {
    await api.post('/v1/notifications', { title: 'calm', channel: 'C0OPS00001' });
    await board.slack.expectMessage('#ops', { text: 'calm' });
    await board.holdLanes();
  };
  /** Titles that stand in messages, once for each time. */
  const named = (messages: SandboxMessage[]) =>
    messages.flatMap(({ text }) => text.match(/Disk \d+ full/g) ?? []);

  it('is a handful of messages within seconds, with everything named; what is critical comes first, as itself', async () => {
    await board.slack.configure({ limits: { enabled: true } });
    const alerts = Array.from({ length: 300 }, (_, index) => ({
      status: 'firing',
      labels: { alertname: `Disk ${index} full`, severity: index === 150 ? 'critical' : 'warning' },
      annotations: { summary: `Disk ${index} full` },
      fingerprint: `disk-${index + 1_000}`,
      startsAt: '2026-11-23T06:00:00Z',
      endsAt: '0001-01-01T00:00:00Z',
    }));
    const webhook = { version: '4', status: 'firing', receiver: 'r', groupLabels: {}, alerts };
    const accepted = await api.post('/v1/ingest/alertmanager', webhook);
    expect(accepted.status).toBe(202);
    const all = alerts.map(({ annotations }) => annotations.summary);
    await eventually(async () => {
      expect(new Set(named(await board.slack.messages('#general')))).toEqual(new Set(all));
    }, 30_000);

    const messages = await board.slack.messages('#general');
    expect(named(messages)).toHaveLength(300);
    expect(messages[0].text).toBe('Firing: Disk 150 full');
    expect(messages.length).toBeLessThanOrEqual(15);
    const [summary, ...more] = messages.filter(({ text }) => text.startsWith('Storm: '));
    expect(more).toEqual([]);
    const replies = messages.filter(
      ({ thread_ts }) => thread_ts !== undefined && thread_ts === summary.thread_ts,
    );
    const merged = named(replies);
    expect(summary.text).toContain(`Storm: ${merged.length} messages in one. alertmanager ${merged.length}.`);
    expect(merged).toEqual(all.filter((title) => merged.includes(title)));
    const last = accepted.body.notifications[299].id;
    const { state, merged_into, permalink } = await deliveryOf(last);
    expect({ state, merged_into }).toEqual({ state: 'merged', merged_into: expect.any(String) });
    expect(permalink).toContain(summary.ts.replace('.', ''));
    const refused = await board.slack.log({ kind: 'api', name: 'chat.postMessage' });
    expect(refused.filter(({ status }) => status === 429)).toEqual([]);
  });

  it('takes in what comes while it lasts, the end of its alerts too; afterwards they have cards again', async () => {
    await api.put('/v1/routes', {
      routes: [],
      fallback: { channel: 'C0OPS00001' },
      storms: { threshold: 10 },
    });
    await holdOps();
    const seen = await alert('Disk 1 full');
    for (let index = 2; index <= 11; index += 1) await alert(`Disk ${index} full`);
    await eventually(async () => expect(await deliveryOf(seen.body.id)).toMatchObject({ state: 'merged' }));
    await alert('Disk 2 full', { status: 'resolved' });
    await board.releaseLanes();
    const over = await board.slack.expectMessage('#ops', { text: 'The storm is over' });
    expect(over.text).toContain('Storm: 12 messages');
    await board.slack.expectMessage('#ops', {
      text: /Firing: Disk 1 full .*\n(.*\n)*.*Resolved: Disk 2 full/,
    });
    await alert('Disk 3 full', { status: 'resolved' });
    const card = await board.slack.expectMessage('#ops', { text: ':white_check_mark: Disk 3 full' });
    expect(card.thread_ts).toBeUndefined();
  });
});
