import { PLAYS } from '../../sandbox/guide/plays.js';
import { wholeText } from '../../sandbox/kit/describe-messages.js';
import { expectDirect } from '../harness/direct-message.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const ANN = 'U0ANN00001';

describe('The guided demo does what it tells people to watch for', () => {
  let board: Switchboard;
  beforeAll(async () => {
    board = await startSwitchboard();
    const api = await board.apiWith('send', 'read', 'manage');
    await api.put('/v1/routes', {
      routes: [{ name: 'alerts', match: { type: 'alert' }, to: [{ channel: '#incidents' }] }],
      fallback: { channel: '#general' },
    });
    await board.slack.configure({ service: { url: board.url, key: api.key ?? '' } });
  });
  afterAll(() => board.stop());

  /** What it told while it ran. */
  const play = async (id: string, pace = 1) => {
    const { said, error } = await board.slack.play(id, pace);
    expect(error).toBeNull();
    return said.join(' ');
  };
  const shown = async (text: string, channel = '#incidents') =>
    (await board.slack.messages(channel)).filter((message) => wholeText(message).includes(text));

  const watched: Record<string, () => Promise<void>> = {
    alert: async () => {
      await play('alert', 2);
      const card = await board.slack.expectMessage('#incidents', { text: 'Resolved: Checkout' });
      expect(card.edits).toBe(2);
      expect(await shown('Checkout')).toHaveLength(1);
    },
    storm: async () => {
      await play('storm');
      await eventually(async () => {
        await board.advance(1_000);
        const nodes = (await shown('does not answer')).flatMap((one) => wholeText(one).match(/Node \d+ /g));
        expect(new Set(nodes).size).toBe(300);
      }, 60_000);
      const alone = (await shown('does not answer')).filter(({ text }) => text.startsWith('Firing: Node'));
      const critical = alone.filter((one) => wholeText(one).includes('Critical'));
      expect(critical).toHaveLength(15);
      expect(await shown('messages in one')).toHaveLength(1);
      expect(alone.length).toBeLessThan(30);
    },
    'bad-block': async () => {
      expect(await play('bad-block')).toContain('The service says of #incidents: sent');
      const [message, ...more] = await shown('A card that Slack refuses');
      expect(more).toEqual([]);
      expect(message.blocks ?? []).toEqual([]);
    },
    'dead-channel': async () => {
      expect(await play('dead-channel')).toContain('The service says of #general: sent');
      const [message] = await shown('For a channel that is no more', '#general');
      expect(wholeText(message)).toContain('could not be reached (is_archived); shown here instead');
      await expectDirect(board.slack, ANN, { text: 'can’t post to' });
    },
    'slack-down': async () => {
      await play('slack-down', 20);
      const alerts = ['Queue', 'Cache', 'Search'];
      const counts = async () =>
        (await Promise.all(alerts.map((one) => shown(`${one} does not answer`)))).map(({ length }) => length);
      expect(await counts()).toEqual([0, 0, 0]);
      await eventually(async () => {
        await board.advance(5_000);
        expect(await counts()).toEqual([1, 1, 1]);
      }, 30_000);
    },
  };

  it.each(PLAYS)('$title: $watch', ({ id }) => watched[id]());
});
