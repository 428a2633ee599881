import { ConflictError } from '../../src/platform/errors/app-error.js';
import { Log } from '../../src/platform/logging/log.js';
import { Desk, DeskModule } from '../harness/desk.js';
import { expectDirect } from '../harness/direct-message.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const BOB = 'U0BOB00001';
const SORRY = /Sorry, that did not work\. Nothing was changed; please try again\. Reference: ([\w-]{36})/;

describe('A handler that fails', () => {
  let board: Switchboard;
  let desk: Desk;
  const logged: { reference?: string; err?: Error }[] = [];
  beforeAll(async () => {
    board = await startSwitchboard({ modules: [DeskModule] });
    desk = board.app.get(Desk);
    board.app.get(Log).error = (fields) => void logged.push(fields);
    await desk.post(WORKSPACE, '#ops');
  });
  afterAll(() => board.stop());
  beforeEach(() => desk.clear());

  const card = () => board.slack.expectMessage('#ops', { text: 'A card' });
  const openForm = async () => {
    await board.slack.shortcut('desk.open', { user: 'bob' });
    return board.slack.expectModal('bob', { title: 'Desk', text: 'What is it about?' });
  };
  /** Fails before it has done anything. */
  const breaks = () => Promise.reject(new Error('disk on fire'));
  /** What the person was told stands in the log beside what happened. */
  const expectLogged = (sentence: string) => {
    const reference = SORRY.exec(sentence)?.[1];
    const entry = logged.find((one) => one.reference === reference);
    expect(entry?.err?.message).toBe('disk on fire');
  };

  it('of a command: a sentence with a reference, to that person alone', async () => {
    desk.on('command', breaks);
    await board.slack.command('/desk', { user: 'bob' });
    const { text } = await board.slack.expectMessage('#general', { text: SORRY, ephemeralTo: BOB });
    expectLogged(text);
  });

  it('of a button: beside the card, which stays as it was', async () => {
    desk.on('press', breaks);
    const before = await card();
    expect(await board.slack.click(before, 'Press', { user: 'bob' })).toMatchObject({ shown: null });
    const { text } = await board.slack.expectMessage('#ops', { text: SORRY, ephemeralTo: BOB });
    expectLogged(text);
    expect(await card()).toMatchObject({ edits: before.edits });
  });

  it('of a form: at its first field, and what was typed is still there', async () => {
    desk.on('form', breaks);
    const { errors } = await board.slack.submit(await openForm(), { Reason: 'frost' });
    expectLogged(errors.reason);
    const again = await board.slack.expectModal('bob', { title: 'Desk' });
    expect(again.state.values.reason.text).toMatchObject({ value: 'frost' });
  });

  it('of a shortcut, or a form that was closed: in a direct message', async () => {
    desk.on('shortcut', breaks);
    await board.slack.shortcut('desk.shortcut', { user: 'bob' });
    expectLogged((await expectDirect(board.slack, BOB, { text: SORRY })).text);
    desk.on('closed', () => Promise.reject(new ConflictError({ detail: 'Somebody else has <it>.' })));
    await board.slack.closeModal(await openForm());
    await expectDirect(board.slack, BOB, { text: 'Somebody else has &lt;it&gt;.' });
  });

  it('of a menu: nothing to choose, and no error', async () => {
    desk.on('menu', breaks);
    const form = await openForm();
    expect(await board.slack.typeOption(form, 'Who', 'ann')).toMatchObject({ shown: null, options: [] });
  });

  it('on purpose says its own words, and is nobody’s alarm', async () => {
    const alarms = logged.length;
    const refuse = () => Promise.reject(new ConflictError({ detail: 'Carol has this shift already.' }));
    desk.on('command', refuse);
    desk.on('form', refuse);
    await board.slack.command('/desk take', { user: 'bob' });
    await board.slack.expectMessage('#general', { text: 'Carol has this shift already.', ephemeralTo: BOB });
    const { errors } = await board.slack.submit(await openForm(), { Reason: 'x' });
    expect(errors).toEqual({ reason: 'Carol has this shift already.' });
    expect(logged).toHaveLength(alarms);
  });
});
