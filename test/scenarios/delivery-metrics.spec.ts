import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

describe('/metrics of the lanes', () => {
  let board: Switchboard;
  beforeEach(async () => (board = await startSwitchboard()));
  afterEach(() => board.stop());

  const ours = async () => {
    const { body } = await board.stranger.get<string>('/metrics');
    const lines = body.split('\n').filter((line) => /^switchboard_(deliver|lane)/.test(line));
    return Object.fromEntries(lines.map((line) => line.split(' '))) as Record<string, string>;
  };
  const figures = (expected: Record<string, string>) =>
    eventually(async () => expect(await ours()).toMatchObject(expected), 30_000);

  it('count what came of deliveries, how long they took, and what Slack refused', async () => {
    const api = await board.apiWith('send', 'manage');
    await api.put('/v1/routes', { routes: [], fallback: { channel: '#nowhere' } });
    await api.post('/v1/notifications', { title: 'Arrives', channel: '#general' });
    await api.post('/v1/notifications', { title: 'Nowhere', channel: '#old-alerts' });
    await board.slack.faults({
      rules: [
        { fault: 'ratelimited', retryAfterS: 600, name: 'chat.postMessage', channel: '#ops', count: 1 },
      ],
    });
    await api.post('/v1/notifications', { title: 'Waits', channel: '#ops' });
    // The one that arrives, and what the installer is told of the channel that is gone.
    await figures({
      'switchboard_deliveries_total{outcome="sent"}': '2',
      'switchboard_deliveries_total{outcome="failed"}': '1',
      'switchboard_delivery_refusals_total{kind="channel"}': '2',
      'switchboard_delivery_refusals_total{kind="wait"}': '1',
      switchboard_delivery_slack_wait_seconds_sum: '600',
      switchboard_delivery_seconds_count: '2',
      'switchboard_deliveries{state="queued"}': '1',
      'switchboard_deliveries{state="failed"}': '1',
      switchboard_lane_shards: '64',
    });
    await board.advance(601_000);
    await figures({
      'switchboard_deliveries_total{outcome="sent"}': '3',
      'switchboard_deliveries{state="queued"}': '0',
    });
    expect(Number((await ours()).switchboard_delivery_seconds_sum)).toBeGreaterThan(600);
  });

  it('count what was looked for: found in Slack, or sent again', async () => {
    const api = await board.apiWith('send');
    const lose = (accepted: boolean, channel: string) =>
      board.slack.faults({
        rules: [{ fault: 'reset', accepted, name: 'chat.postMessage', channel, count: 1 }],
      });
    // Only members may read what stands in a channel.
    for (const channel of ['#general', '#ops']) await board.slack.invite(channel);
    await lose(true, '#general');
    await api.post('/v1/notifications', { title: 'Arrived', channel: '#general' });
    await figures({ 'switchboard_deliveries{state="unknown"}': '1' });
    await lose(false, '#ops');
    await api.post('/v1/notifications', { title: 'Lost', channel: '#ops' });
    await figures({ 'switchboard_deliveries{state="unknown"}': '2' });
    await eventually(async () => {
      await board.advance(16_000);
      expect(await ours()).toMatchObject({
        'switchboard_delivery_unknown_total{result="found"}': '1',
        'switchboard_delivery_unknown_total{result="sent_again"}': '1',
        'switchboard_deliveries{state="unknown"}': '0',
      });
    });
    await board.slack.expectCount('#general', { text: 'Arrived' }, 1);
    await board.slack.expectCount('#ops', { text: 'Lost' }, 1);
  });
});
