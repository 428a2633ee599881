import type { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { Desk, DeskModule } from '../harness/desk.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const [GLOBEX, INITECH, LABS] = ['T0GLOBEX01', 'T0INITHQ01', 'T0INITLAB1'];
const [MILTON, SAMIRA] = ['W0MILTON01', 'W0SAMIRA01'];
const NOT_THEIRS = 'only people of the company that runs this app can do that here';

describe('People of another workspace who see a card', () => {
  let board: Switchboard;
  let desk: Desk;
  let shared: SandboxClient;
  beforeEach(async () => {
    board = await startSwitchboard({ modules: [DeskModule], installed: false });
    desk = board.app.get(Desk);
  });
  afterEach(() => board.stop());

  /** The app in `workspace`, its card in `channel`, and Slack as `asSeenFrom` has it. */
  const cardIn = async (workspace: string, channel: string, asSeenFrom: string) => {
    await board.slack.in(workspace).install(board.url);
    await board.slack.in(workspace).invite(channel);
    await desk.post({ workspaceId: workspace }, channel);
    shared = board.slack.in(asSeenFrom);
    return shared.expectMessage(channel, { text: 'A card' });
  };

  it('of another company’s may look and not act, unless a handler lets them', async () => {
    const card = await cardIn(GLOBEX, 'C0SHARED01', INITECH);
    expect(await shared.click(card, 'Press', { user: MILTON })).toMatchObject({ status: 200, shown: null });
    await shared.expectMessage('C0SHARED01', { text: NOT_THEIRS, ephemeralTo: MILTON });
    expect(await desk.marks()).toEqual([]);

    await shared.click(card, 'For everybody', { user: MILTON });
    expect(await desk.marks()).toEqual(['guest']);
    // Those who run the app may do both.
    await board.slack.in(GLOBEX).click(card, 'Press', { user: 'hank' });
    expect(await desk.marks()).toEqual(['guest', 'press']);
  });

  it('are no strangers when it is another workspace of the same organisation', async () => {
    const card = await cardIn(INITECH, 'C0INITALL1', LABS);
    await shared.click(card, 'Press', { user: SAMIRA });
    expect(await desk.marks()).toEqual(['press']);
    const [request] = await board.query('SELECT workspace_id, user_id FROM slack_request');
    expect(request).toEqual({ workspace_id: INITECH, user_id: SAMIRA });
  });

  it('are looked up once, and refused with a reason while Slack does not say', async () => {
    const card = await cardIn(INITECH, 'C0INITALL1', LABS);
    await board.slack.faults({ rules: [{ fault: 'error', status: 500, name: 'users.info', count: 1 }] });
    await shared.click(card, 'Press', { user: SAMIRA });
    const unsure = { text: 'Slack did not say in time where you belong', ephemeralTo: SAMIRA };
    await shared.expectMessage('C0INITALL1', unsure);
    expect(await desk.marks()).toEqual([]);

    await shared.click(card, 'Press', { user: SAMIRA });
    await shared.choose(card, 'desk.choose', 'red', { user: SAMIRA });
    expect(await desk.marks()).toEqual(['choose', 'press']);
    const asked = await board.slack.log({ name: 'users.info' });
    expect(asked.filter(({ request }) => request.includes(SAMIRA))).toHaveLength(2);
  });
});
