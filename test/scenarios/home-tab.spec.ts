import { ReportRunner } from '../../src/scheduling/index.js';
import type { Api } from '../harness/api.js';
import { expectDirect } from '../harness/direct-message.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const [ANN, BOB, CAROL] = ['U0ANN00001', 'U0BOB00001', 'U0CAROL001'];
const WHILE_MS = 25_000;

describe('The home tab', () => {
  let board: Switchboard;
  let api: Api;
  beforeAll(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send', 'read', 'manage');
    await board.slack.invite('#secret');
  });
  afterAll(() => board.stop());

  const alert = (title: string, more = {}) =>
    api.post('/v1/notifications', { type: 'alert', fingerprint: title, title, severity: 'error', ...more });
  const published = async () => (await board.slack.log({ name: 'views.publish' })).length;

  it('shows admins what is still to do, what fires, and who is on call', async () => {
    await api.post('/v1/oncall', {
      name: 'payments',
      people: [ANN, BOB],
      every: 'week',
      hand_over_at: '09:00',
      zone: 'UTC',
      starts_on: '2026-11-23',
    });
    await board.slack.openHome('ann');
    const home = await board.slack.expectHome('ann', { text: 'Say where it goes' });
    const said = JSON.stringify(home);
    expect(said).toContain('*payments*: <@U0');
    expect(said).toContain('Nothing fires');
    expect(said).not.toContain('Make a key');
  });

  it('is brought up to date while it may be open, once for all that changed, and not otherwise', async () => {
    await api.put('/v1/routes', { routes: [], fallback: { channel: '#ops' } });
    for (let n = 1; n <= 10; n++) await alert(`Disk ${n} full`);
    const before = await published();
    await board.advance(WHILE_MS);
    const home = await board.slack.expectHome('ann', { text: 'Alerts: 10 firing' });
    const said = JSON.stringify(home);
    expect(said).toContain('and 2 more');
    expect(said).not.toContain('Still to do');
    expect(await published()).toBe(before + 1);
    await board.advance(WHILE_MS);
    expect(await published()).toBe(before + 1);
    await board.query(`UPDATE home_opening SET opened_at = clock_now() - interval '1 hour'`);
    await alert('Unseen');
    await board.advance(WHILE_MS);
    expect(await published()).toBe(before + 1);
  });

  it('shows members what everybody may see, and guests and people of elsewhere nothing', async () => {
    await alert('Vault sealed', { channel: '#secret', severity: 'critical' });
    await board.slack.expectMessage('#secret', { text: 'Vault sealed' });
    await board.slack.expectMessage('#ops', { text: 'Disk 10 full' });
    await board.slack.openHome('carol');
    const member = await board.slack.expectHome('carol', { text: 'Alerts: ' });
    expect(JSON.stringify(member)).not.toMatch(/Vault|Still to do/);
    await board.slack.changePerson('bob', { role: 'guest' });
    await board.slack.openHome('bob');
    const guest = await board.slack.expectHome('bob', { text: 'for its full members' });
    expect(JSON.stringify(guest)).not.toMatch(/Disk|payments/);
  });

  it('subscribes with a form that says what is wrong; pauses, runs and changes', async () => {
    const carol = { user: 'carol' };
    let home = await board.slack.expectHome('carol', { text: 'You have none yet' });
    await board.slack.click(home, 'Subscribe to a digest', carol);
    const form = await board.slack.expectModal('carol', { text: 'Time zone' });
    expect(JSON.stringify(form)).not.toContain('conversations_select');
    const { errors } = await board.slack.submit(
      form,
      { When: 'wekdays 08:00', 'Time zone': 'Berlin' },
      carol,
    );
    expect(errors).toEqual({
      schedule: expect.stringContaining('weekdays'),
      zone: expect.stringContaining('Europe/Berlin'),
    });
    await board.slack.submit(form, { When: 'weekdays 08:00', 'Time zone': 'Europe/Berlin' }, carol);
    home = await board.slack.expectHome('carol', { text: 'weekdays 08:00 (Europe/Berlin), next' });
    expect(await board.query('SELECT destination, created_by FROM report')).toEqual([
      { destination: CAROL, created_by: CAROL },
    ]);
    await board.slack.click(home, 'Pause', carol);
    home = await board.slack.expectHome('carol', { text: 'paused' });
    await board.slack.click(home, 'Run now', carol);
    await board.app.get(ReportRunner).tick();
    await expectDirect(board.slack, CAROL, { text: 'Digest' });
    home = await board.slack.expectHome('carol', { text: 'paused' });
    await board.slack.click(home, 'Resume', carol);
    home = await board.slack.expectHome('carol', { text: ', next' });
    await board.slack.click(home, 'Change', carol);
    const change = await board.slack.expectModal('carol', { text: 'Time zone' });
    await board.slack.submit(change, { When: 'mondays 09:00' }, carol);
    await board.slack.expectHome('carol', { text: 'mondays 09:00 (Europe/Berlin)' });
  });

  it('loses no race: what somebody published meanwhile is a conflict, and the newest news is shown', async () => {
    const { hash } = await board.slack.expectHome('carol');
    const shown = () => board.query('SELECT FROM home_opening WHERE view_hash = $1', [hash]);
    await eventually(async () => expect(await shown()).toHaveLength(1));
    await board.query(`UPDATE home_opening SET view_hash = '1.stale' WHERE user_id = $1`, [CAROL]);
    await alert('Newest', { severity: 'critical' });
    await board.slack.expectMessage('#ops', { text: 'Newest' });
    await board.slack.openHome('carol');
    await board.slack.expectHome('carol', { text: 'Newest' });
    await eventually(async () => {
      const answers = (await board.slack.log({ name: 'views.publish' })).map(
        ({ response }) => response ?? '',
      );
      expect(answers.some((answer) => answer.includes('hash_conflict'))).toBe(true);
    });
  });
});
