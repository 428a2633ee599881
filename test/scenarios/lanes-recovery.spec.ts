import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const GRACE_MS = 16_000;

describe('Slack’s answer does not arrive', () => {
  let board: Switchboard;
  beforeEach(async () => {
    board = await startSwitchboard();
    // Who isn't in a channel may post there, but not read.
    await board.slack.invite('#general');
  });
  afterEach(() => board.stop());

  const stateOf = async (id: string) => {
    const [row] = await board.query<{ state: string; attempts: number; error: string | null }>(
      'SELECT state, attempts, error FROM delivery WHERE id = $1',
      [id],
    );
    return row;
  };
  /** What the bot has posted: that it was invited stands in the channel too. */
  const posted = async () =>
    (await board.slack.messages('#general')).filter(({ subtype }) => subtype === undefined);
  const sendWith = async (fault: object) => {
    await board.slack.faults({ rules: [{ fault: 'reset', name: 'chat.postMessage', count: 1, ...fault }] });
    const api = await board.apiWith('send');
    const { body } = await api.post('/v1/notifications', { title: 'Disk full', severity: 'critical' });
    const { id } = body.deliveries[0] as { id: string };
    await eventually(async () => expect((await stateOf(id)).state).toBe('unknown'));
    return id;
  };

  it('though the message did: it is found in the channel, and not sent again', async () => {
    const id = await sendWith({ accepted: true });
    await board.advance(GRACE_MS);
    await eventually(async () => expect((await stateOf(id)).state).toBe('sent'));
    expect(await posted()).toHaveLength(1);
  });

  it('and the message didn’t: it is looked for, and sent again', async () => {
    const id = await sendWith({});
    expect(await posted()).toHaveLength(0);
    await board.advance(GRACE_MS);
    await eventually(async () => expect((await stateOf(id)).state).toBe('sent'));
    expect(await posted()).toHaveLength(1);
  });

  it.each([
    ['a channel that the bot is not in: it goes in, finds it, and sends nothing again', true],
    ['a channel that nobody can look into: it is sent again, and says so', false],
  ])('in %s', async (_, mayJoin) => {
    const api = await board.apiWith('send');
    const lost = { fault: 'reset', accepted: true, name: 'chat.postMessage', count: 1 } as const;
    const closed = { fault: 'refused', name: 'conversations.join', error: 'missing_scope' } as const;
    await board.slack.faults({ rules: mayJoin ? [lost] : [lost, closed] });
    const { body } = await api.post('/v1/notifications', { title: 'Disk full', channel: '#ops' });
    await eventually(async () => expect((await stateOf(body.deliveries[0].id)).state).toBe('unknown'));
    await board.advance(GRACE_MS);
    await eventually(async () => expect((await stateOf(body.deliveries[0].id)).state).toBe('sent'));
    await board.slack.expectCount('#ops', { text: 'Disk full' }, mayJoin ? 1 : 2);
    await board.slack.expectCount('#ops', { text: 'may have been posted before' }, mayJoin ? 0 : 1);
  });

  it('and others go on meanwhile', async () => {
    await sendWith({ accepted: true });
    const api = await board.apiWith('send');
    await api.post('/v1/notifications', { title: 'Another' });
    await board.slack.expectMessage('#general', { text: 'Another' });
  });

  it('and looking for it takes long: others are found meanwhile', async () => {
    await board.slack.invite('#ops');
    const api = await board.apiWith('send');
    await board.slack.faults({
      rules: [
        { fault: 'reset', accepted: true, name: 'chat.postMessage', count: 2 },
        { fault: 'timeout', name: 'conversations.history', count: 1 },
      ],
    });
    const ids: string[] = [];
    for (const channel of ['#general', '#ops']) {
      const { body } = await api.post('/v1/notifications', { title: 'Disk full', channel });
      ids.push((body.deliveries as { id: string }[])[0].id);
    }
    const states = async () => (await Promise.all(ids.map(stateOf))).map(({ state }) => state).sort();
    await eventually(async () => expect(await states()).toEqual(['unknown', 'unknown']));
    await board.advance(GRACE_MS);
    // A look is given up after ten seconds.
    await eventually(async () => expect(await states()).toEqual(['sent', 'unknown']), 8_000);
  });

  it('an edit that came in between is made to the message that is found', async () => {
    const api = await board.apiWith('send');
    await board.slack.faults({
      rules: [{ fault: 'timeout', accepted: true, name: 'chat.postMessage', count: 1 }],
    });
    const alert = { type: 'alert', title: 'Disk full', fingerprint: 'disk' };
    const { body } = await api.post('/v1/notifications', alert);
    await board.slack.expectMessage('#general', { text: 'Firing' });
    await api.post('/v1/notifications', { ...alert, status: 'resolved' });
    await eventually(
      async () => expect((await stateOf(body.deliveries[0].id)).state).toBe('unknown'),
      20_000,
    );
    await board.advance(GRACE_MS);
    await board.slack.expectMessage('#general', { text: 'Resolved' });
    expect(await posted()).toHaveLength(1);
  });
});
