import { Desk, DeskModule } from '../harness/desk.js';
import { startHoldingDesk } from '../harness/desk-web.js';
import { type RunningProgram, stopAllPrograms } from '../harness/process.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const LEASE_MS = 11_000;

/** The board has a desk that does all at once; the process that Slack talks to holds everything, until it is told. */
describe('A request whose process', () => {
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

  it('stood still is done by another one alone: the first finds it taken, and keeps silent', async () => {
    await board.slack.command('/desk frozen');
    await web.waitForLine(/^holding command$/);
    process.kill(web.pid, 'SIGSTOP');
    await board.advance(LEASE_MS);
    await board.slack.expectMessage('#general', { text: 'Done: frozen' });

    process.kill(web.pid, 'SIGUSR2');
    process.kill(web.pid, 'SIGCONT');
    await web.waitForLine(/Another process took this request over/);
    expect(await desk.marks()).toEqual(['frozen, attempt 2']);
    await board.slack.expectCount('#general', { text: 'frozen' }, 1);
    expect(web.output).not.toContain('"level":"error"');
  });

  it('is asked to stop is finished and answered before it does', async () => {
    await board.slack.command('/desk last words');
    await web.waitForLine(/^holding command$/);
    process.kill(web.pid, 'SIGTERM');
    await web.waitForLine(/^stopping$/);
    process.kill(web.pid, 'SIGUSR2');
    expect(await web.exited).toEqual({ code: 0, signal: null });
    await board.slack.expectMessage('#general', { text: 'Done: last words' });
    expect(await desk.marks()).toEqual(['last words, attempt 1']);
  });
});
