import type { SandboxMessage } from '../../sandbox/kit/sandbox-message.js';
import type { Api } from '../harness/api.js';
import { expectDirect } from '../harness/direct-message.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';
import { answerTo } from '../harness/typed-command.js';

const NOT_FOUND = 'I know of no message of mine there';
const linkTo = ({ channel, ts }: { channel: string; ts: string }, host = 'acme.slack.com') =>
  `https://${host}/archives/${channel}/p${ts.replace('.', '')}`;

describe('/switchboard why', () => {
  let board: Switchboard;
  let api: Api;
  let card: SandboxMessage;
  const to = (channel: string) => [{ channel }];
  beforeAll(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send', 'read', 'manage');
    await board.slack.invite('#secret');
    const routes = [
      { name: 'deployments', match: { type: 'deployment' }, to: to('#deployments') },
      { name: 'secrets', match: { source: 'vault' }, to: to('#secret') },
      { name: 'disks', match: { type: 'alert' }, to: to('#incidents') },
    ];
    await api.put('/v1/routes', { routes, fallback: { channel: '#general' } });
    await api.post('/v1/notifications', { type: 'alert', title: 'Disk full', fingerprint: 'disk' });
    card = await board.slack.expectMessage('#incidents', { text: 'Disk full' });
    // The card stands; its delivery says so a moment later.
    await eventually(async () => {
      expect(await board.query('SELECT 1 FROM delivery WHERE ts = $1', [card.ts])).toHaveLength(1);
    });
  });
  afterAll(() => board.stop());

  const why = (link: string, user = 'ann', channel = '#ops') =>
    answerTo(board, `/switchboard why ${link}`, { user, channel });

  it('names the route and what passed it by, from a link in any form', async () => {
    const { channel, ts } = card;
    for (const link of [
      linkTo(card),
      `<${linkTo(card)}?thread_ts=${ts}&amp;cid=${channel}|it>`,
      `${channel} ${ts}`,
    ]) {
      const told = await why(link);
      expect(told).toContain('*Disk full*');
      expect(told).toContain('It took *disks*, since every condition holds (version 1');
      expect(told).toContain('passed by *deployments*: type is "alert", not "deployment"');
    }
  });

  it('tells what was decided then, and that the document has changed since', async () => {
    await api.put('/v1/routes', { routes: [], fallback: { channel: '#ops' } });
    const told = await why(linkTo(card));
    expect(told).toContain('It took *disks*');
    expect(told).toContain('has changed since: version 2, applied by an API key');
    expect(told).toContain('today it would take *fallback*, to #ops');
  });

  it('says plainly what is no message, not ours, or another workspace’s', async () => {
    expect(await why('')).toContain('_Copy link_');
    expect(await why('#ops')).toContain('That names no message');
    const said = await board.slack.say('#ops', 'Hello', { user: 'bob' });
    expect(await why(linkTo(said))).toContain(NOT_FOUND);
    expect(await why(linkTo(said, 'globex.slack.com'))).toContain('another workspace (globex.slack.com)');
    expect(
      await why(`https://app.slack.com/client/T0GLOBEX01/${card.channel}/p${card.ts.replace('.', '')}`),
    ).toContain('another workspace');
    expect(await why(linkTo(card), 'carol')).toContain('is for operators');
    // Another company that has the app too, from its own workspace.
    await board.slack.in('T0GLOBEX01').install(board.url);
    const typed = { user: 'gina', channel: '#general' };
    const { body } = await board.slack
      .in('T0GLOBEX01')
      .command(`/switchboard why ${card.channel} ${card.ts}`, typed);
    expect(body).toContain(NOT_FOUND);
  });

  it('tells of a private channel its members alone, and of direct messages who has them', async () => {
    await api.put('/v1/roles', { admins: { installer: true }, operators: { everyone: true } });
    await api.post('/v1/notifications', { title: 'Key rotated', channel: '#secret' });
    const secret = await board.slack.expectMessage('#secret', { text: 'Key rotated' });
    await api.post('/v1/notifications', { title: 'For Ann', to: 'U0ANN00001' });
    const direct = await expectDirect(board.slack, 'U0ANN00001', { text: 'For Ann' });
    await eventually(async () => expect(await why(linkTo(direct))).toContain('names a person'));
    expect(await why(linkTo(secret))).toContain('names its channel');
    expect(await why(linkTo(secret), 'ann', direct.channel)).toContain('names its channel');
    for (const message of [secret, direct]) expect(await why(linkTo(message), 'bob')).toContain(NOT_FOUND);
    expect(await why(linkTo(card), 'bob')).toContain('*Disk full*');
    await board.slack.faults({ rules: [{ fault: 'error', name: 'conversations.info', kind: 'api' }] });
    expect(await why(linkTo(card), 'bob', '#incidents')).toContain('*Disk full*');
    expect(await why(linkTo(card), 'bob')).toContain(NOT_FOUND);
    await board.slack.faults({ rules: [] });
  });

  it('says that it is not on record any more', async () => {
    // As the retention does, after 30 days.
    await board.query(`DELETE FROM delivery WHERE workspace_id = $1`, [WORKSPACE.workspaceId]);
    expect(await why(linkTo(card))).toContain('not on record any more');
  });
});
