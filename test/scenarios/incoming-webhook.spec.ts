import { IncomingWebhooks } from '../../src/installation/index.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

describe('A channel that Slack gave us a webhook to', () => {
  let board: Switchboard;
  beforeEach(
    async () =>
      (board = await startSwitchboard({ installed: false, env: { SLACK_INCOMING_WEBHOOK: 'true' } })),
  );
  afterEach(() => board.stop());

  const webhook = (channel?: string) => board.app.get(IncomingWebhooks).of(WORKSPACE, channel);

  it('is kept, sealed, found by name and id, replaced by a newer grant, and gone with the installation', async () => {
    await board.slack.install(board.url, { webhookChannel: 'C0OPS00001' });
    const ops = await webhook('#ops');
    expect(ops).toMatchObject({
      channelId: 'C0OPS00001',
      channelName: '#ops',
      url: expect.stringContaining('/services/'),
    });
    const posted = await fetch(ops?.url ?? '', {
      method: 'POST',
      body: JSON.stringify({ text: 'By webhook' }),
    });
    expect(posted.status).toBe(200);
    await board.slack.expectMessage('#ops', { text: 'By webhook' });
    const [row] = await board.query<{ url: string }>('SELECT * FROM incoming_webhook');
    expect(JSON.stringify(row)).not.toContain(new URL(ops?.url ?? '').pathname);

    await board.slack.install(board.url, { webhookChannel: 'C0OPS00001' });
    expect((await webhook('C0OPS00001'))?.url).not.toBe(ops?.url);
    await board.slack.install(board.url, { webhookChannel: 'C0INCIDENT' });
    expect((await webhook())?.channelName).toBe('#incidents');
    expect(await board.query('SELECT channel_id FROM incoming_webhook')).toHaveLength(2);

    await board.slack.uninstall();
    await eventually(async () => expect(await webhook()).toBeUndefined());
    expect(await board.query('SELECT url FROM incoming_webhook')).toEqual([]);
  });

  it('can’t be asked of an organisation, which has a way of its own', async () => {
    const { body } = await board.stranger.get('/');
    expect(body).toContain('/slack/install?for=organisation');
    const asked = await fetch(`${board.url}/slack/install?for=organisation`, { redirect: 'manual' });
    const scope = new URL(asked.headers.get('location') ?? '').searchParams.get('scope');
    expect(scope).not.toContain('incoming-webhook');
  });
});
