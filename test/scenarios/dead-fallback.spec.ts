import type { Api } from '../harness/api.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

describe('A fallback that takes nothing either', () => {
  let board: Switchboard;
  let api: Api;
  beforeAll(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send', 'read', 'manage');
    const routes = { routes: [], fallback: { channel: '#old-alerts' } };
    expect((await api.put('/v1/routes', routes)).status).toBe(200);
  });
  afterAll(() => board.stop());

  const expectFailed = (id: string) =>
    eventually(async () => {
      const { deliveries } = (await api.get(`/v1/notifications/${id}`)).body;
      expect(deliveries).toMatchObject([{ state: 'failed', error: 'is_archived' }]);
    });
  const postsWith = async (text: RegExp) => {
    const posts = await board.slack.log({ kind: 'api', name: 'chat.postMessage' });
    return posts.filter(({ request }) => text.test(request));
  };

  it('leaves the message as failed, with Slack’s own words, and the rest goes on', async () => {
    const lost = await api.post('/v1/notifications', { title: 'Nobody reads this', channel: '#nowhere' });
    await api.post('/v1/notifications', { title: 'Arrives', channel: '#general' });
    await board.slack.expectMessage('#general', { text: 'Arrives' });
    await expectFailed(lost.body.id);
  });

  it('is not asked again for what it has refused itself, by whatever name; the installer is told that it is kept', async () => {
    const { body } = await api.post('/v1/notifications', { title: 'Its own' });
    await expectFailed(body.id);
    expect(await postsWith(/Its.{1,3}own/)).toHaveLength(1);
    await eventually(async () => expect(await postsWith(/kept.{1,3}as.{1,3}failed/)).not.toEqual([]));
  });
});
