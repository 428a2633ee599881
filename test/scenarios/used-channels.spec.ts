import { ConsoleBrowser } from '../harness/console.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

describe('The channels that routes use', () => {
  let board: Switchboard;
  let ann: ConsoleBrowser;
  beforeEach(async () => {
    board = await startSwitchboard();
    ann = new ConsoleBrowser(board.url);
  });
  afterEach(() => board.stop());

  const use = async (...channels: string[]) => {
    const routes = channels.map((channel) => ({ name: `to ${channel}`, match: {}, to: [{ channel }] }));
    const api = await board.apiWith('manage');
    expect((await api.put('/v1/routes', { routes, fallback: { channel: channels[0] } })).status).toBe(200);
  };
  /** What a page says of each, by its address. */
  const said = async (path = '') => {
    const { html } = await ann.visit(path);
    const rows = [...html.matchAll(/<li>\s*<div>\s*<p class="line">(#[\w-]+|C\w+)<\/p>(.*?)<\/li>/gs)];
    return Object.fromEntries(
      rows.map(([, address, row]) => [address, row.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')]),
    );
  };

  it('that are missing are told from those where the bot is not, with what to do about each', async () => {
    await board.slack.invite('#ops');
    await board.slack.archive('#old-alerts', true);
    const gone = await board.slack.createChannel('short-lived');
    await board.slack.deleteChannel('#short-lived');
    await use('#ops', '#incidents', '#incidnets', '#secret', '#old-alerts', gone, 'C0OPS00001');
    await ann.signIn();
    for (const path of ['', '/destinations']) {
      const channels = await said(path);
      expect(channels['#ops']).toContain('the bot is in it');
      expect(channels.C0OPS00001).toContain('the bot is in it');
      expect(channels['#incidents']).toContain('a public one takes cards all the same');
      expect(channels['#incidents']).toContain('the bot is not in it');
      for (const missing of ['#incidnets', '#secret', gone]) {
        expect(channels[missing]).toContain(
          'If it is deleted or misspelt, correct the routes; if it is private, type',
        );
        expect(channels[missing]).toContain('no such channel');
      }
      expect(channels['#old-alerts']).toContain('Unarchive it in Slack');
    }
    // Two pages ask once; whoever installs is shown open channels alone.
    const listings = await board.slack.log({ kind: 'api', name: 'conversations.list' });
    expect(listings.filter(({ request }) => !String(request).includes('exclude_archived'))).toHaveLength(1);
  });

  it('are not called missing because Slack could not be asked', async () => {
    await use('#nowhere');
    await board.slack.faults({
      rules: [{ fault: 'error', kind: 'api', name: 'conversations.list', status: 500 }],
    });
    await ann.signIn();
    expect((await said())['#nowhere']).toContain('not known');
    await board.slack.faults({ rules: [] });
    expect((await said())['#nowhere']).toContain('no such channel');
  });
});
