import { ReportRunner } from '../../src/scheduling/index.js';
import { expectDirect } from '../harness/direct-message.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';
import { answerTo } from '../harness/typed-command.js';

const [ANN, CAROL] = ['U0ANN00001', 'U0CAROL001'];

describe('/switchboard', () => {
  let board: Switchboard;
  beforeAll(async () => {
    board = await startSwitchboard();
  });
  afterAll(() => board.stop());

  /** What Slack shows to whoever typed it, and to nobody else. */
  const typed = (text: string, user = 'ann', channel = '#ops') =>
    answerTo(board, `/switchboard ${text}`, { user, channel });
  const reports = () =>
    board.query<{ destination: string; created_by: string }>('SELECT * FROM report ORDER BY id');

  it('helps with what somebody may do, and no more; misspelt it says what was meant', async () => {
    expect(await typed('')).toContain('/switchboard test');
    expect(await typed('help', 'carol')).not.toContain('/switchboard test');
    expect(await typed('halp')).toContain('Did you mean `/switchboard help`?');
    expect(await typed('digset weekdays 08:00')).toContain('Did you mean `/switchboard digest`?');
    expect(await typed('test', 'carol')).toContain('is for operators');
  });

  it('sends a test card the way that real ones take', async () => {
    expect(await typed('test')).toContain('on its way to #general');
    await board.slack.expectMessage('#general', { text: 'This is a test card' });
  });

  it('subscribes a channel, shows a preview to one alone, pauses and ends', async () => {
    expect(await typed('digest')).toContain('No digest comes here yet');
    expect(await typed('digest weekdays 08:00 Europe/Berlin')).toContain('weekdays 08:00 (Europe/Berlin)');
    const [{ id }] = await board.query<{ id: string }>('SELECT id FROM report');
    expect(await reports()).toMatchObject([
      { id, destination: 'C0OPS00001', created_by: ANN, covers: 'day' },
    ]);
    expect(await typed('digest preview', 'carol')).toContain('comes to you');
    await board.app.get(ReportRunner).tick();
    await expectDirect(board.slack, CAROL, { text: 'a preview, for you alone' });
    expect(await typed('digest pause', 'carol')).toContain('for operators and admins');
    expect(await typed('digest pause')).toContain('paused');
    expect(await typed('digest now')).toContain('in a moment');
    await board.app.get(ReportRunner).tick();
    await board.slack.expectMessage('#ops', { text: 'Nothing fired' });
    expect(await typed('digest resume')).toContain('next <!date');
    expect(await typed('digest stop 2')).toContain('There are 1 digests here');
    expect(await typed('digest stop')).toContain('Ended');
    expect(await reports()).toEqual([]);
    const told = await board.query(
      'SELECT actor, action, subject FROM audit_entry WHERE subject = $1 ORDER BY seq',
      [id],
    );
    const actor = `user:${ANN}`;
    expect(told).toMatchObject([
      { actor, action: 'report.created' },
      ...['report.changed', 'report.changed', 'report.deleted'].map((action) => ({ actor, action })),
    ]);
  });

  it.each([
    ['digest wekdays 08:00', 'Did you mean "weekdays"?'],
    ['digest weekdays 08:00 Europe/Berlinn', 'Europe/Berlin'],
    ['digest 99 8 * * *', 'for example'],
    ['digest weekdays 24:00', '"weekdays 08:00"'],
    ['digest pauze', 'digest pause'],
    ['digest pause', 'No digest comes here yet'],
  ])('%s gets a sentence with an example, and changes nothing', async (text, words) => {
    expect(await typed(text)).toContain(words);
    expect(await reports()).toEqual([]);
  });
});
