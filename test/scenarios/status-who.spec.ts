import { ApiKeys, type Scope } from '../../src/installation/index.js';
import { People } from '../../src/slack/index.js';
import { Api } from '../harness/api.js';
import { expectDirect } from '../harness/direct-message.js';
import { eventually } from '../harness/eventually.js';
import { FORM, sendAsSlack } from '../harness/slack-request.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';
import { type TargetServer, startTarget } from '../harness/target-server.js';

const [GLOBEX, INITECH, LABS] = ['T0GLOBEX01', 'E0INITECH1', 'T0INITLAB1'];
const [ANN, IVY, MILTON] = ['U0ANN00001', 'U0IVY00001', 'W0MILTON01'];

describe('Who may ask with /status', () => {
  let board: Switchboard;
  let target: TargetServer;
  beforeAll(async () => {
    board = await startSwitchboard({ env: { OUTBOUND_ALLOW: '127.0.0.1' } });
    target = await startTarget();
    await add(WORKSPACE.workspaceId, 'payments');
  });
  afterAll(async () => {
    await board.stop();
    await target.close();
  });

  async function add(workspaceId: string, name: string) {
    const scopes: Scope[] = ['manage'];
    const { key } = await board.app.get(ApiKeys).create({ workspaceId }, 'test', scopes);
    expect(await new Api(board.url, key).post('/v1/services', { name, url: target.url })).toMatchObject({ status: 201 }); // prettier-ignore
  }
  const textOf = ({ body }: { body: string }) => (JSON.parse(body) as { text: string }).text;

  it('a member, in a direct message with the app', async () => {
    await board.app.get(People).tell(WORKSPACE, ANN, { text: 'Hello' });
    const { channel } = await expectDirect(board.slack, ANN, { text: 'Hello' });
    expect(textOf(await board.slack.command('/status', { channel, user: 'ann' }))).toContain(
      '*payments*: up',
    );
    await board.slack.expectMessage(channel, { text: '🟢 up', ephemeralTo: ANN });
  });

  it('people of an organisation, of the workspace in which they ask', async () => {
    await board.slack.install(board.url, { workspace: INITECH, user: 'milton' });
    await board.slack.in(INITECH).teamAccess([LABS], true);
    await eventually(async () =>
      expect(await board.query('SELECT FROM workspace WHERE id = $1', [LABS])).toHaveLength(1),
    );
    const labs = board.slack.in(LABS);
    expect(textOf(await labs.command('/status', { user: 'samira' }))).toContain(
      'No service is looked at here',
    );
    await add(LABS, 'lasers');
    const text = textOf(await labs.command('/status', { user: 'samira' }));
    expect(text).toContain('*lasers*: up');
    expect(text).not.toContain('payments');
  });

  it('guests of the workspace, and nobody of another company', async () => {
    await board.slack.in(GLOBEX).install(board.url);
    await add(GLOBEX, 'turbines');
    expect(textOf(await board.slack.in(GLOBEX).command('/status', { user: IVY }))).toContain(
      '*turbines*: up',
    );
    const before = target.asked.length;
    const common = {
      token: 'v',
      team_id: GLOBEX,
      team_domain: 'globex',
      channel_id: 'C0SHARED01',
      channel_name: 'x',
    };
    const by = { user_id: MILTON, user_name: 'milton', api_app_id: 'A0SWITCHBD', trigger_id: '1.2.ab' };
    const body = new URLSearchParams({ ...common, ...by, command: '/status', text: 'turbines' }).toString();
    const answer = await sendAsSlack(board.url, { body, headers: FORM });
    const said = JSON.stringify(await answer.json());
    expect(said).toContain('is for people of the company that runs this app');
    expect(said).not.toContain('up');
    expect(target.asked).toHaveLength(before);
  });

  it('members are told what fires by name only where anybody may look', async () => {
    const api = await board.apiWith('send');
    const alert = { type: 'alert', title: 'Vault sealed', fingerprint: 'v', channel: '#general' };
    await api.post('/v1/notifications', { ...alert, labels: { service: 'payments' } });
    await board.slack.expectMessage('#general', { text: 'Vault sealed' });
    const named = async (user: string) => textOf(await board.slack.command('/status payments', { user }));
    expect(await named('carol')).toContain('Vault sealed');
    await board.query(`UPDATE channel SET is_private = true WHERE name = 'general'`);
    expect(await named('carol')).toContain('1 firing');
    expect(await named('carol')).not.toContain('Vault sealed');
    expect(await named('ann')).toContain('Vault sealed');
  });

  it('and of what may not be asked it says so', async () => {
    await board.query(`UPDATE service SET url = 'http://10.0.0.1/' WHERE name = 'payments'`);
    const text = textOf(await board.slack.command('/status payments'));
    expect(text).toContain('⚪ *payments*: not checked (leads to an address that is private');
  });
});
