import { Losses } from '../../src/installation/index.js';
import type { Api } from '../harness/api.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const ALERTS = {
  version: '4',
  status: 'firing',
  receiver: 'switchboard',
  groupKey: '{}',
  groupLabels: {},
  commonLabels: {},
  commonAnnotations: {},
  externalURL: 'http://alertmanager.example',
  alerts: [{ status: 'firing', labels: { alertname: 'Down' }, annotations: {}, startsAt: '2026-11-23T06:00:00Z', endsAt: '0001-01-01T00:00:00Z', generatorURL: '', fingerprint: 'f' }], // prettier-ignore
};

describe('A workspace that has removed the app', () => {
  let board: Switchboard;
  let api: Api;
  beforeEach(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send', 'read');
  });
  afterEach(() => board.stop());

  const send = (title: string, headers = {}) =>
    api.post('/v1/notifications', { title, channel: 'C0GENERAL1' }, headers);
  const end = (state: 'uninstalled' | 'revoked' | 'disabled') =>
    board.app.get(Losses).end(WORKSPACE, { state, reason: `it was ${state}` });
  const stored = async () =>
    Promise.all(['notification', 'delivery', 'alert'].map(async (table) => (await board.query(`SELECT 1 FROM ${table}`)).length)); // prettier-ignore

  it.each(['uninstalled', 'revoked'] as const)(
    'is said to be gone to whoever sends (%s): which, why, and what to do; nothing is stored',
    async (state) => {
      await end(state);
      const before = await stored();
      const refused = await send('To nobody');
      expect(refused).toMatchObject({
        status: 410,
        body: {
          type: expect.stringContaining('workspace-ended'),
          title: 'The workspace has removed the app',
        },
      });
      expect(refused.body.detail).toContain('Acme (T0ACME0001)');
      expect(refused.body.detail).toContain(`it was ${state}`);
      expect(refused.body.detail).toContain('add the app again from the landing page');
      expect((await api.post('/v1/ingest/alertmanager', ALERTS)).status).toBe(410);
      expect(await stored()).toEqual(before);
      expect((await api.get('/v1/workspace')).body).toMatchObject({ state });

      await board.slack.install(board.url);
      expect((await send('Back')).status).toBe(202);
      await board.slack.expectMessage('#general', { text: 'Back' });
    },
  );

  it('answers what it had accepted before as it did then', async () => {
    const key = { 'idempotency-key': 'once' };
    const first = await send('Once', key);
    await end('uninstalled');
    expect(await send('Once', key)).toMatchObject({ status: 202, body: { id: first.body.id } });
    expect((await send('Twice', { 'idempotency-key': 'twice' })).status).toBe(410);
    await board.slack.install(board.url);
    expect((await send('Twice', { 'idempotency-key': 'twice' })).status).toBe(202);
  });

  it('is not one that Slack can’t be reached for, has switched off, or whose token is late', async () => {
    await board.slack.faults({ rules: [{ fault: 'error', kind: 'api', status: 503 }] });
    expect((await send('Slack is down')).status).toBe(202);
    await board.slack.faults({ rules: [] });
    await board.query(`UPDATE installation SET bot_token_expires_at = clock_now() - interval '1 hour'`);
    expect((await send('An old token')).status).toBe(202);
    await end('disabled');
    expect((await send('Switched off')).status).toBe(202);
    await eventually(async () => expect((await api.get('/v1/workspace')).body.state).toBe('disabled'));
  });
});
