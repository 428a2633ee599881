import { eventually } from '../harness/eventually.js';
import type { Api } from '../harness/api.js';
import { type PartnerWebhook, startWithPartner } from '../harness/partner-webhook.js';
import type { Switchboard } from '../harness/switchboard.js';

describe('A Slack incoming webhook is a destination', () => {
  let board: Switchboard;
  let api: Api;
  let route: PartnerWebhook['route'];
  beforeEach(async () => ({ board, api, route } = await startWithPartner()));
  afterEach(() => board.stop());

  const deliveriesOf = async (id: string) => (await api.get(`/v1/notifications/${id}`)).body.deliveries;
  const webhookRequests = () => board.slack.log({ kind: 'webhook' });

  it('whose card comes once when it begins and once when it ends, without what could be pressed', async () => {
    await route();
    const alert = { type: 'alert', title: 'Disk full', fingerprint: 'disk' };
    const { body } = await api.post('/v1/notifications', alert);
    expect(body.deliveries[0].channel).toBe('webhook:partner');
    const begun = await board.slack.expectMessage('#incidents', { text: 'Firing: Disk full' });
    expect(JSON.stringify(begun.blocks)).not.toContain('"actions"');
    await api.post('/v1/notifications', { ...alert, title: 'Disk fuller' });
    await api.post('/v1/notifications', { ...alert, status: 'resolved' });
    await board.slack.expectMessage('#incidents', { text: 'Resolved' });
    await board.slack.expectCount('#incidents', {}, 2);
    await eventually(async () => {
      const [delivery] = await deliveriesOf(body.id);
      expect(delivery).toMatchObject({ state: 'sent', permalink: null });
    });
  });

  it('at its own pace; when Slack says wait, it waits', async () => {
    await route();
    await board.slack.configure({ limits: { enabled: true } });
    await board.slack.faults({
      rules: [{ fault: 'ratelimited', kind: 'webhook', count: 1, retryAfterS: 2 }],
    });
    const titles = ['one', 'two', 'three', 'four', 'five', 'six'];
    for (const title of titles) await api.post('/v1/notifications', { title });
    await board.slack.expectCount('#incidents', {}, titles.length, { timeoutMs: 20_000 });
    expect((await board.slack.messages('#incidents')).map(({ text }) => text)).toEqual(titles);
    const [refused, next, ...rest] = await webhookRequests();
    expect(refused.status).toBe(429);
    expect(next.at - refused.at).toBeGreaterThanOrEqual(2_000);
    expect(rest.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it('that is forgotten has what waits for it shown in the fallback, which says why', async () => {
    await route();
    await api.post('/v1/notifications', { title: 'One' });
    await board.slack.expectMessage('#incidents', { text: 'One' });
    await board.holdLanes();
    const { body } = await api.post('/v1/notifications', { title: 'Two' });
    expect((await api.delete('/v1/destinations/partner')).status).toBe(204);
    await board.releaseLanes();
    const shown = await board.slack.expectMessage('#general', { text: 'Two' });
    expect(JSON.stringify(shown.blocks)).toContain('webhook:partner could not be reached (unknown_webhook)');
    await eventually(async () => expect((await deliveriesOf(body.id))[0].state).toBe('sent'));
    await board.slack.expectCount('#incidents', {}, 1);
  });

  it.each([
    ['at_least_once', 2, 'sent'],
    ['at_most_once', 1, 'failed'],
  ])('where nobody can look what arrived: %s', async (delivery, posts, state) => {
    await route({ delivery });
    await board.slack.faults({ rules: [{ fault: 'reset', kind: 'webhook', accepted: true, count: 1 }] });
    const { body } = await api.post('/v1/notifications', { title: 'Once?' });
    await eventually(async () => expect((await deliveriesOf(body.id))[0].state).toBe('unknown'));
    await board.advance(16_000);
    await eventually(async () => expect((await deliveriesOf(body.id))[0].state).toBe(state));
    expect(await board.slack.messages('#incidents')).toHaveLength(posts);
  });
});
