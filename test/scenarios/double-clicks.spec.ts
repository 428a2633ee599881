import { Log } from '../../src/platform/logging/log.js';
import { Desk, DeskModule, Gate } from '../harness/desk.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

describe('Clicking twice', () => {
  let board: Switchboard;
  let desk: Desk;
  beforeAll(async () => {
    board = await startSwitchboard({ modules: [DeskModule] });
    desk = board.app.get(Desk);
    board.app.get(Log).error = () => undefined;
  });
  afterAll(() => board.stop());
  beforeEach(() => desk.clear());

  const newCard = async (text: string) => {
    await desk.post(WORKSPACE, '#ops', text);
    return board.slack.expectMessage('#ops', { text });
  };
  const openForm = async () => {
    await board.slack.shortcut('desk.open', { user: 'ann' });
    return board.slack.expectModal('ann', { title: 'Desk', text: 'What is it about?' });
  };
  const settled = () =>
    eventually(async () => {
      expect(await board.query(`SELECT id FROM slack_request WHERE state = 'running'`)).toEqual([]);
    });

  it('in the same moment is one effect, and both are success', async () => {
    const card = await newCard('At once');
    const clicks = await Promise.all([1, 2, 3].map(() => board.slack.click(card, 'Press')));
    expect(clicks.map(({ shown }) => shown)).toEqual([null, null, null]);
    expect(await desk.marks()).toEqual(['press']);
  });

  it('one after the other is one effect, and seconds later another one', async () => {
    const card = await newCard('In a row');
    await board.slack.click(card, 'Press');
    // Two seconds in which two clicks are one, and the minute that this machine may take for the second.
    await board.query(`UPDATE request_once SET free_at = free_at + interval '1 minute'`);
    await board.slack.click(card, 'Press');
    expect(await desk.marks()).toEqual(['press']);
    await settled();
    await board.advance(62_100);
    await board.slack.click(card, 'Press');
    expect(await desk.marks()).toEqual(['press', 'press']);
  });

  it('while the first click is still at work, however long, is one effect', async () => {
    const card = await newCard('Long');
    const gate = new Gate();
    desk.on('press', async (ctx, { ack }) => {
      await ack();
      await gate.pass();
      await desk.mark(ctx, 'press');
    });
    await board.slack.click(card, 'Press');
    await board.advance(5_000);
    await board.slack.click(card, 'Press');
    gate.open();
    await settled();
    expect(await desk.marks()).toEqual(['press']);
  });

  it('after a failure is a new attempt', async () => {
    const card = await newCard('Fails once');
    desk.on('press', () => Promise.reject(new Error('not yet')));
    await board.slack.click(card, 'Press');
    await board.slack.expectMessage('#ops', { text: 'please try again' });
    desk.on('press', (ctx) => desk.mark(ctx, 'second attempt'));
    await board.slack.click(card, 'Press');
    expect(await desk.marks()).toEqual(['second attempt']);
  });

  it('counts for each person, each card, and each choice of a menu', async () => {
    const [one, other] = [await newCard('One card'), await newCard('Another card')];
    await board.slack.click(one, 'Press', { user: 'ann' });
    await board.slack.click(one, 'Press', { user: 'bob' });
    await board.slack.click(other, 'Press', { user: 'ann' });
    for (const colour of ['red', 'green', 'red']) await board.slack.choose(one, 'desk.choose', colour);
    expect(await desk.marks()).toEqual(['choose', 'choose', 'choose', 'press', 'press', 'press']);
  });

  it('on a form’s button sends it once, and both get the one answer', async () => {
    const gate = new Gate();
    desk.on('form', async (ctx, { ack }) => {
      await gate.pass();
      await desk.mark(ctx, 'form');
      await ack({ response_action: 'errors', errors: { reason: 'Somebody was faster.' } });
    });
    const form = await openForm();
    const both = [1, 2].map(() => board.slack.submit(form, { Reason: 'frost' }));
    await eventually(async () => {
      const [{ count }] = await board.query<{ count: string }>(
        `SELECT count(*) FROM slack_request WHERE kind = 'view'`,
      );
      expect(Number(count)).toBe(1);
    });
    gate.open();
    const answers = await Promise.all(both);
    expect(answers.map(({ errors }) => errors)).toEqual(Array(2).fill({ reason: 'Somebody was faster.' }));
    expect(await desk.marks()).toEqual(['form']);
  });

  it('on a form that was not accepted is another submission: by now it may be', async () => {
    desk.on('form', (_ctx, { ack }) => ack({ response_action: 'errors', errors: { reason: 'Not yet.' } }));
    const form = await openForm();
    await board.slack.submit(form, { Reason: 'x' });
    await settled();
    desk.on('form', (ctx) => desk.mark(ctx, 'form'));
    await board.slack.submit(form, { Reason: 'x' });
    await board.slack.expectNoModal('ann');
    expect(await desk.marks()).toEqual(['form']);
  });

  it('of a command or a shortcut is meant', async () => {
    await board.slack.command('/desk');
    await board.slack.command('/desk');
    await board.slack.shortcut('desk.shortcut');
    await board.slack.shortcut('desk.shortcut');
    expect(await desk.marks()).toEqual(['command', 'command', 'shortcut', 'shortcut']);
  });
});
