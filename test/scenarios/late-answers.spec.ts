import { RequestLimits } from '../../src/requests/index.js';
import { Desk, DeskModule, Gate } from '../harness/desk.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const ANN = 'U0ANN00001';

describe('When a handler is still busy as Slack’s 3 s run out', () => {
  let board: Switchboard;
  let desk: Desk;
  let gate: Gate;
  beforeAll(async () => {
    board = await startSwitchboard({ modules: [DeskModule] });
    desk = board.app.get(Desk);
    Object.assign(board.app.get(RequestLimits), { answerBy: 100, settle: 20 });
  });
  afterAll(() => board.stop());
  beforeEach(async () => {
    await desk.clear();
    gate = new Gate();
  });
  afterEach(() => gate.open());

  it('a command is acknowledged, and its answer follows', async () => {
    desk.on('command', async (_ctx, { ack }) => {
      await gate.pass();
      await ack('Carol is on call');
    });
    expect(await board.slack.command('/desk who')).toMatchObject({ status: 200, body: '', shown: null });
    gate.open();
    await board.slack.expectMessage('#general', { text: 'Carol is on call', ephemeralTo: ANN });
  });

  it('a button is acknowledged, and the handler goes on', async () => {
    await desk.post({ workspaceId: 'T0ACME0001' }, '#ops');
    const card = await board.slack.expectMessage('#ops', { text: 'A card' });
    desk.on('press', async (_ctx, { respond }) => {
      await gate.pass();
      await respond({ replace_original: true, text: 'Pressed' });
    });
    expect(await board.slack.click(card, 'Press')).toMatchObject({ status: 200, shown: null });
    gate.open();
    await board.slack.expectEdit(card, { text: 'Pressed' });
  });

  it('a menu offers what it offered last time, or nothing, and the late list the next time', async () => {
    const ann = [{ text: { type: 'plain_text', text: 'Ann' }, value: 'ann' }];
    await board.slack.shortcut('desk.open', { user: 'ann' });
    const form = await board.slack.expectModal('ann', { title: 'Desk' });
    desk.on('menu', async (_ctx, { ack }) => {
      await gate.pass();
      await ack({ options: ann } as never);
    });
    expect(await board.slack.typeOption(form, 'Who', 'a')).toMatchObject({ shown: null, options: [] });
    gate.open();
    await board.slack.typeOption(form, 'Who', 'a');
    gate = new Gate();
    expect(await board.slack.typeOption(form, 'Who', 'a')).toMatchObject({ shown: null, options: ann });
    expect(await board.slack.typeOption(form, 'Who', 'b')).toMatchObject({ shown: null, options: [] });
  });
});

describe('Slack’s deadline', () => {
  it('is met with time to spare, by the limits as they are', async () => {
    const board = await startSwitchboard({ modules: [DeskModule] });
    const gate = new Gate();
    board.app.get(Desk).on('command', () => gate.pass());
    const { status, ms } = await board.slack.command('/desk');
    expect(status).toBe(200);
    expect(ms).toBeGreaterThan(2_000);
    expect(ms).toBeLessThan(3_000);
    gate.open();
    await board.stop();
  });
});
