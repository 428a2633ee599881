import { eventually } from '../harness/eventually.js';
import type { Api } from '../harness/api.js';
import { startWithPartner } from '../harness/partner-webhook.js';
import type { Switchboard } from '../harness/switchboard.js';

const GRACE_MS = 16_000;

describe('An end that comes while nobody knows whether the beginning arrived, and nothing may come twice', () => {
  let board: Switchboard;
  let api: Api;
  beforeEach(async () => ({ board, api } = await startWithPartner()));
  afterEach(() => board.stop());

  const alert = { type: 'alert', title: 'Disk full', fingerprint: 'disk' };
  const send = (more: object = {}) => api.post('/v1/notifications', { ...alert, ...more });
  const delivery = async (id: string) => (await api.get(`/v1/deliveries/${id}`)).body;
  const becomes = (id: string, state: string) =>
    eventually(async () => expect((await delivery(id)).state).toBe(state), 20_000);
  const routeTo = (place: object) =>
    api.put('/v1/routes', {
      routes: [{ name: 'all', to: [{ ...place, delivery: 'at_most_once' }] }],
      fallback: { channel: '#general' },
    });
  const lose = (count: number, more: object = {}) =>
    board.slack.faults({ rules: [{ fault: 'reset', kind: 'webhook', accepted: true, count, ...more }] });
  const begin = async () => (await send()).body.deliveries[0].id as string;
  const posts = async (channel: string) =>
    (await board.slack.messages(channel)).filter(({ subtype }) => !subtype).map(({ text }) => text);

  it.each([
    ['through a webhook', { webhook: 'partner' }, '#incidents', {}],
    [
      'in a channel that can’t be read',
      { channel: '#ops' },
      '#ops',
      { kind: 'api', name: 'chat.postMessage' },
    ],
  ])('is posted when the beginning is given up, once: %s', async (_, place, channel, how) => {
    await routeTo(place);
    const closed = { fault: 'refused', name: 'conversations.join', error: 'missing_scope' } as const;
    await board.slack.faults({
      rules: [{ fault: 'reset', kind: 'webhook', accepted: true, count: 1, ...how }, closed],
    });
    const id = await begin();
    await becomes(id, 'unknown');
    await send({ status: 'resolved' });
    await board.advance(GRACE_MS);
    await becomes(id, 'sent');
    expect(await posts(channel)).toEqual(['Firing: Disk full', 'Resolved: Disk full']);
    const { history } = await delivery(id);
    expect(history.at(-1)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('may have arrived'),
    });
  });

  it('is posted also where it came while the beginning was on its way', async () => {
    await routeTo({ webhook: 'partner' });
    await lose(1, { fault: 'timeout' });
    const id = await begin();
    await board.slack.expectMessage('#incidents', { text: 'Firing' });
    await send({ status: 'resolved' });
    await becomes(id, 'unknown');
    await board.advance(GRACE_MS);
    await becomes(id, 'sent');
    expect(await posts('#incidents')).toEqual(['Firing: Disk full', 'Resolved: Disk full']);
  });

  it('is left to a person when its own answer is lost as well', async () => {
    await routeTo({ webhook: 'partner' });
    await lose(2);
    const id = await begin();
    await becomes(id, 'unknown');
    await send({ status: 'resolved' });
    await board.advance(GRACE_MS);
    await board.slack.expectMessage('#incidents', { text: 'Resolved' });
    await becomes(id, 'unknown');
    await board.advance(GRACE_MS);
    await becomes(id, 'failed');
    expect(await posts('#incidents')).toHaveLength(2);
  });

  it('is more than a change, which would be a second beginning', async () => {
    await routeTo({ webhook: 'partner' });
    await lose(1);
    const id = await begin();
    await becomes(id, 'unknown');
    await send({ title: 'Disk fuller' });
    await board.advance(GRACE_MS);
    await becomes(id, 'failed');
    expect(await posts('#incidents')).toEqual(['Firing: Disk full']);
  });
});
