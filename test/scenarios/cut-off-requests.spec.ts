import { LeftBehindRequests } from '../../src/requests/index.js';
import { startHoldingDesk } from '../harness/desk-web.js';
import { expectDirect } from '../harness/direct-message.js';
import { eventually } from '../harness/eventually.js';
import { type RunningProgram, stopAllPrograms } from '../harness/process.js';
import { Desk, DeskModule } from '../harness/desk.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const LEASE_MS = 11_000;

/** The board has a desk that does all at once; the process that Slack talks to holds everything, until it is told. */
describe('What a process had acknowledged', () => {
  let board: Switchboard;
  let desk: Desk;
  let web: RunningProgram;

  beforeAll(async () => {
    board = await startSwitchboard({ modules: [DeskModule] });
    desk = board.app.get(Desk);
    desk.on('command', async (ctx, { ack, command }) => {
      await desk.mark(ctx, `${command.text}, attempt ${ctx.attempt}`);
      await ack(`Done: ${command.text}`);
    });
    desk.on('press', (ctx) => desk.mark(ctx, `press, attempt ${ctx.attempt}`));
    desk.on('form', (ctx) => desk.mark(ctx, `form, attempt ${ctx.attempt}`));
    await desk.post(WORKSPACE, '#ops');
  });
  afterAll(async () => {
    await stopAllPrograms();
    await board.stop();
  });
  beforeEach(async () => {
    await board.query('DELETE FROM mark');
    web = await startHoldingDesk(board);
  });
  afterEach(() => web.kill9());

  const openForm = async () => {
    await board.slack.shortcut('desk.open');
    return board.slack.expectModal('ann', { title: 'Desk', text: 'What is it about?' });
  };
  const killed = async (held: string) => {
    await web.waitForLine(new RegExp(`^holding ${held}$`));
    await web.kill9();
    await board.advance(LEASE_MS);
  };

  it('of a command is done by another one after its death, and answered', async () => {
    expect(await board.slack.command('/desk one')).toMatchObject({ status: 200, shown: null });
    await killed('command');
    await board.slack.expectMessage('#general', { text: 'Done: one', ephemeralTo: 'U0ANN00001' });
    expect(await desk.marks()).toEqual(['one, attempt 2']);
  });

  it('of a button is done once, however many look for it', async () => {
    const card = await board.slack.expectMessage('#ops', { text: 'A card' });
    await board.slack.click(card, 'Press');
    await web.waitForLine(/^holding press$/);
    await web.kill9();
    await board.clock.advance(LEASE_MS);
    const lookers = board.app.get(LeftBehindRequests);
    await Promise.all([lookers.takeOver(), lookers.takeOver(), lookers.takeOver()]);
    await eventually(async () => expect(await desk.marks()).toEqual(['press, attempt 2']));
    await board.advance(LEASE_MS);
    expect(await desk.marks()).toEqual(['press, attempt 2']);
  });

  it('of a form is not left at work', async () => {
    await board.slack.submit(await openForm(), { Reason: 'frost' });
    await board.slack.expectModal('ann', { text: 'Working …' });
    await killed('form');
    await board.slack.expectModal('ann', { text: 'Done. You can close this window.' });
    expect(await desk.marks()).toEqual(['form, attempt 2']);
  });

  it('is given up when it has killed three, and the person is told', async () => {
    await board.slack.command('/desk deadly', { user: 'bob' });
    await web.waitForLine(/^holding command$/);
    const [{ id }] = await board.query<{ id: string }>(
      `UPDATE slack_request SET attempts = 3 WHERE state = 'running' RETURNING id`,
    );
    await killed('command');
    await board.slack.expectMessage('#general', { text: `please try again. Reference: ${id}` });
    expect(await desk.marks()).toEqual([]);
  });

  it('is told in a direct message when its response_url is over', async () => {
    await board.slack.command('/desk yesterday', { user: 'carol' });
    await web.waitForLine(/^holding command$/);
    await board.slack.faults({ rules: [{ fault: 'error', kind: 'response_url', status: 404, count: 1 }] });
    await killed('command');
    await expectDirect(board.slack, 'U0CAROL001', { text: 'Done: yesterday' });
  });
});
