import { eventually } from '../harness/eventually.js';
import { ConsoleBrowser, wordsOf } from '../harness/console.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

describe('A form of the console that was not taken', () => {
  let board: Switchboard;
  let ann: ConsoleBrowser;
  beforeAll(async () => {
    board = await startSwitchboard();
    ann = new ConsoleBrowser(board.url);
    await ann.signIn();
  });
  afterAll(() => board.stop());

  const checked = (html: string) =>
    [...html.matchAll(/<input\s[^>]*name="scope"[^>]*>/g)]
      .filter(([tag]) => /\schecked/.test(tag))
      .map(([tag]) => /value="(\w+)"/.exec(tag)?.[1]);
  const valueOf = (html: string, name: string) =>
    new RegExp(`<input[^>]*name="${name}"[^>]*value="([^"]*)"`).exec(html)?.[1];

  it('keeps what a key should have been allowed', async () => {
    expect(checked((await ann.visit('/keys')).html)).toEqual(['send']);
    const { html, status } = await ann.press('/keys/create', { name: ' ', scope: 'read' });
    expect([status, checked(html)]).toEqual([400, ['read']]);
    const none = await ann.press('/keys/create', { name: 'nothing' });
    expect([checked(none.html), valueOf(none.html, 'name')]).toEqual([[], 'nothing']);
  });

  it('keeps by what many should have been replayed', async () => {
    await board.slack.archive('#general', true);
    const api = await board.apiWith('send', 'read');
    await api.post('/v1/notifications', { title: 'Lost', channel: '#general' });
    await eventually(async () =>
      expect((await api.get('/v1/deliveries?state=failed')).body.deliveries).not.toEqual([]),
    );
    const page = await ann.press('/deliveries/replay-all', { error: 'is_archifed', channel: '#general' });
    expect(wordsOf(page).said).toContain('Nothing that failed is like that');
    expect([valueOf(page.html, 'error'), valueOf(page.html, 'channel')]).toEqual(['is_archifed', '#general']);
  });
});
