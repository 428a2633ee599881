import { hiddenFields } from '../../sandbox/kit/browser.js';
import { Api } from '../harness/api.js';
import { ConsoleBrowser, wordsOf } from '../harness/console.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const KEY = /swb_[0-9a-f]{12}_[\w-]{43}/;

describe('The form that makes a key', () => {
  let board: Switchboard;
  let ann: ConsoleBrowser;
  beforeAll(async () => {
    board = await startSwitchboard();
    ann = new ConsoleBrowser(board.url);
    await ann.signIn();
  });
  afterAll(() => board.stop());
  beforeEach(() => board.query('DELETE FROM api_key'));

  const fields = async () => hiddenFields((await ann.visit('/keys')).html);
  const send = (form: Record<string, string>, name: string) =>
    ann.browser.submit(`${board.url}/console/keys/create`, { ...form, name, scope: 'send' });
  const names = async () => (await board.query('SELECT name FROM api_key ORDER BY created_at')).map((row) => (row as { name: string }).name); // prettier-ignore

  it('makes one: what a reload sends again makes none, shows none, and says what to do', async () => {
    const form = await fields();
    const made = await send(form, 'ci');
    const [key] = KEY.exec(made.html) ?? [''];
    expect(made.url).toBe(`${board.url}/console/keys/create`);
    for (let reload = 0; reload < 2; reload += 1) {
      const again = await send(form, 'ci');
      expect(again.status).toBe(400);
      expect(again.html).not.toMatch(KEY);
      expect(wordsOf(again).said).toContain(`The key “ci” was made and shown the first time`);
      expect(wordsOf(again).said).toContain(`revoke ${key.split('_')[1]} and make another`);
    }
    expect(await names()).toEqual(['ci']);
    expect((await new Api(board.url, key).post('/v1/notifications', { title: 'Works' })).status).toBe(202);
    // The page that refuses has a form of its own, as every page has.
    const { html } = await send(form, 'ci');
    expect((await send(hiddenFields(html), 'another')).html).toMatch(KEY);
    expect(await names()).toEqual(['ci', 'another']);
  });

  it('makes one for two clicks at once, and none again for a key that was revoked', async () => {
    const form = await fields();
    const both = await Promise.all([send(form, 'twice'), send(form, 'twice')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(both.filter(({ html }) => KEY.test(html))).toHaveLength(1);
    const id = KEY.exec(both.map(({ html }) => html).join(''))?.[0].split('_')[1] ?? '';
    await ann.press('/keys/revoke', { id });
    expect((await send(form, 'twice')).html).not.toMatch(KEY);
    expect(await names()).toEqual(['twice']);
  });

  it('makes one for each tab', async () => {
    const tabs = [await fields(), await fields()];
    for (const form of tabs) expect((await send(form, 'tab')).html).toMatch(KEY);
    expect(await names()).toEqual(['tab', 'tab']);
  });
});
