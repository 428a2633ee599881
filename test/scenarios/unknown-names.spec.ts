import { DEMO_WORKSPACE_ID } from '../../sandbox/demo.js';
import { SlackClients } from '../../src/slack/index.js';
import { Desk, DeskModule } from '../harness/desk.js';
import { deskForm } from '../harness/desk-blocks.js';
import { expectDirect } from '../harness/direct-message.js';
import { FORM, sendAsSlack } from '../harness/slack-request.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const CAROL = 'U0CAROL001';
const NOBODY = 'may come from an older version. Nothing was changed.';

describe('What nobody handles any more', () => {
  let board: Switchboard;
  let desk: Desk;
  beforeAll(async () => {
    board = await startSwitchboard({ modules: [DeskModule] });
    desk = board.app.get(Desk);
    await desk.post(WORKSPACE, '#ops');
  });
  afterAll(() => board.stop());

  const card = () => board.slack.expectMessage('#ops', { text: 'A card' });

  it('as a command is named', async () => {
    await board.slack.command('/forgotten', { user: 'carol' });
    const said = { text: 'does not know the command /forgotten', ephemeralTo: CAROL };
    await board.slack.expectMessage('#general', said);
  });

  it('as a button is explained, to whoever pressed it', async () => {
    const { shown } = await board.slack.click(await card(), 'Of an older version', { user: 'carol' });
    expect(shown).toBeNull();
    await board.slack.expectMessage('#ops', { text: NOBODY, ephemeralTo: CAROL });
  });

  it('as a link’s button says nothing: the browser has opened it', async () => {
    const before = await board.slack.messages('#ops');
    expect((await board.slack.click(await card(), 'Runbook')).shown).toBeNull();
    expect(await board.slack.messages('#ops')).toHaveLength(before.length);
  });

  it('as a form is explained in its place, with nothing left to send', async () => {
    desk.on('shortcut', async (ctx, { body }) => {
      const { views } = await board.app.get(SlackClients).of(ctx);
      await views.open({ trigger_id: body.trigger_id, view: deskForm('desk.nobody') });
    });
    await board.slack.shortcut('desk.shortcut', { user: 'carol' });
    await board.slack.submit(await board.slack.expectModal('carol'), { Reason: 'x' });
    const said = await board.slack.expectModal('carol', { title: 'Desk', text: NOBODY });
    expect(said.submit).toBeNull();
    expect(await board.slack.closeModal(said)).toMatchObject({ shown: null });
  });

  it('as a shortcut is explained, on a message beside it, else in a direct message', async () => {
    await board.slack.messageShortcut(await card(), 'desk.nobody', { user: 'bob' });
    await board.slack.expectMessage('#ops', { text: NOBODY, ephemeralTo: 'U0BOB00001' });
    await board.slack.shortcut('desk.nobody', { user: 'carol' });
    await expectDirect(board.slack, CAROL, { text: NOBODY });
  });

  it('as a menu has nothing to choose', async () => {
    const payload = JSON.stringify({
      type: 'block_suggestion',
      team: { id: DEMO_WORKSPACE_ID },
      user: { id: CAROL, team_id: DEMO_WORKSPACE_ID },
      action_id: 'desk.nobody',
      value: 'x',
    });
    const body = new URLSearchParams({ payload }).toString();
    const answer = await sendAsSlack(board.url, { body, headers: FORM, path: '/slack/options' });
    expect(await answer.json()).toEqual({ options: [] });
  });

  it('leaves no row: there is nothing to resume', async () => {
    expect(await board.query(`SELECT name FROM slack_request WHERE name LIKE '%nobody'`)).toEqual([]);
    expect(await desk.marks()).toEqual([]);
  });
});
