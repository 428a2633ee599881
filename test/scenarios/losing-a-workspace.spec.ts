import { Installations, Losses } from '../../src/installation/index.js';
import { Upkeep } from '../../src/platform/queue/upkeep.js';
import { NotInstalledError, SlackTokens } from '../../src/slack/index.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const DAY_MS = 24 * 60 * 60 * 1_000;

describe('A workspace that takes its grant back', () => {
  let board: Switchboard;
  beforeEach(async () => (board = await startSwitchboard()));
  afterEach(() => board.stop());

  const state = async () => (await board.app.get(Installations).list())[0];
  const expectLost = (): Promise<void> =>
    eventually(() => expect(board.app.get(SlackTokens).botOf(WORKSPACE)).rejects.toThrow(NotInstalledError));

  it.each(['tokens_revoked', 'app_uninstalled'])(
    'is known to be gone, %s first: its token is forgotten, and what is owed to it fails with the reason',
    async (uninstallOrder) => {
      await board.slack.configure({ deliveries: { uninstallOrder } });
      const api = await board.apiWith('send', 'read');
      const late = { fault: 'ratelimited', name: 'chat.postMessage', retryAfterS: 5 } as const;
      await board.slack.faults({ rules: [late] });
      const { body } = await api.post('/v1/notifications', { title: 'To nobody', channel: 'C0GENERAL1' });
      await board.slack.uninstall();
      await expectLost();
      expect(await state()).toMatchObject({ state: expect.stringMatching(/uninstalled|revoked/) });
      expect(await board.query('SELECT bot_token FROM installation')).toEqual([{ bot_token: null }]);

      await eventually(async () => {
        await board.advance(5_000);
        const [delivery] = (await api.get(`/v1/notifications/${body.id}`)).body.deliveries;
        const error = expect.stringContaining('no working installation');
        expect(delivery).toMatchObject({ state: 'failed', error });
      });
      const { body: workspace } = await api.get('/v1/workspace');
      expect(workspace).toMatchObject({ state_reason: expect.any(String), forgotten_at: expect.any(String) });
    },
  );

  it('gets no digest while it is gone, and gets them again when it is back', async () => {
    const api = await board.apiWith('read', 'manage');
    const daily = { name: 'Morning', schedule: 'daily 08:00', zone: 'UTC', channel: 'C0GENERAL1' };
    const { id } = (await api.post('/v1/reports', daily)).body;
    const runs = async () => (await api.get(`/v1/reports/${id}`)).body.runs;
    await board.slack.uninstall();
    await expectLost();
    await board.advance(DAY_MS);
    expect(await runs()).toEqual([]);
    await board.slack.install(board.url);
    await board.advance(DAY_MS);
    expect(await runs()).toHaveLength(1);
  });

  it('keeps its first reason when Slack’s two events come in any order, and twice', async () => {
    const losses = board.app.get(Losses);
    for (const state of ['revoked', 'uninstalled', 'revoked', 'disabled'] as const) {
      await losses.end(WORKSPACE, { state, reason: `it was ${state}` });
    }
    expect(await state()).toMatchObject({ state: 'revoked', stateReason: 'it was revoked' });
    const ended = await board.query(
      `SELECT action FROM audit_entry WHERE action LIKE 'installation.%' ORDER BY seq`,
    );
    expect(ended).toEqual([{ action: 'installation.installed' }, { action: 'installation.revoked' }]);
  });

  it('is not lost to old news: what ended before it was installed again says nothing of the new installation', async () => {
    const losses = board.app.get(Losses);
    const asOf = new Date(Date.now() - 60_000);
    await losses.end(WORKSPACE, { state: 'uninstalled', reason: 'a minute ago', asOf });
    expect(await state()).toMatchObject({ state: 'active' });
    await losses.end(WORKSPACE, { state: 'uninstalled', reason: 'now', asOf: new Date() });
    expect(await state()).toMatchObject({ state: 'uninstalled' });
  });

  it('that Slack has disabled is known by the first call that is refused, and is back when Slack takes its bot again', async () => {
    const api = await board.apiWith('send', 'read');
    await board.slack.configure({ team: { disabled: true } });
    const { body } = await api.post('/v1/notifications', { title: 'Closed', channel: 'C0GENERAL1' });
    await eventually(async () => {
      expect(await state()).toMatchObject({
        state: 'disabled',
        stateReason: expect.stringContaining('account_inactive'),
      });
    });
    await eventually(async () => {
      const { deliveries } = (await api.get(`/v1/notifications/${body.id}`)).body;
      expect(deliveries).toMatchObject([{ state: 'failed' }]);
    });
    await expectLost();
    await board.app.get(Upkeep).runAll();
    expect(await state()).toMatchObject({ state: 'disabled' });

    await board.slack.configure({ team: { disabled: false } });
    expect(await board.app.get(Upkeep).runAll()).toEqual([]);
    expect(await state()).toMatchObject({ state: 'active', stateReason: null, forgottenAt: null });
    await api.post('/v1/notifications', { title: 'Open again', channel: 'C0GENERAL1' });
    await board.slack.expectMessage('#general', { text: 'Open again' });
  });
});
