import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';
import { answerTo } from '../harness/typed-command.js';

const ALERTS = 230;

describe('A mute that kept back a storm', () => {
  let board: Switchboard;
  beforeAll(async () => {
    board = await startSwitchboard();
  });
  afterAll(() => board.stop());

  it('shows every alert that still fires when it ends', async () => {
    const api = await board.apiWith('send', 'manage');
    await api.put('/v1/routes', { routes: [], fallback: { channel: '#ops' } });
    await answerTo(board, '/switchboard mute 1h', { user: 'ann', channel: '#ops' });
    for (let from = 0; from < ALERTS; from += 10) {
      const some = Array.from({ length: 10 }, (_, index) => `Node ${from + index} is full`);
      await Promise.all(
        some.map((title) => api.post('/v1/notifications', { type: 'alert', title, fingerprint: title })),
      );
    }
    // A storm's replies name them too, and have no card.
    const owed = () =>
      board.query(`SELECT FROM delivery WHERE card_id IS NOT NULL AND message::text LIKE '%Firing: Node%'`);
    expect(await owed()).toEqual([]);
    // So many take a while: the answer may be a late one.
    await board.slack.command('/switchboard mute off', { user: 'ann', channel: '#ops' });
    await eventually(async () => expect(await owed()).toHaveLength(ALERTS));
  });
});
