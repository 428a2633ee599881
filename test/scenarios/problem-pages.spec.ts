import { ConsoleBrowser, wordsOf } from '../harness/console.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

describe('What goes wrong where people look', () => {
  let board: Switchboard;
  let ann: ConsoleBrowser;
  beforeAll(async () => {
    board = await startSwitchboard();
    ann = new ConsoleBrowser(board.url);
    await ann.signIn();
  });
  afterAll(() => board.stop());

  const answerTo = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(board.url + path, { redirect: 'manual', ...init });
    await answer.text();
    const { status, headers } = answer;
    return { status, type: headers.get('content-type')?.split(';')[0], to: headers.get('location') };
  };
  const tooLong = { method: 'POST', body: new URLSearchParams({ document: 'x'.repeat(1_100_000) }) };

  it('is a page with a way on: a form that is too long, an address that is none', async () => {
    const large = await ann.press('/routes/apply', { document: 'x'.repeat(1_100_000) });
    expect([large.status, wordsOf(large).heading]).toEqual([413, 'That is too long']);
    expect(large.html).toContain('href="/console/routes"');
    const unknown = await ann.visit('/nonsense<b>?x');
    expect([unknown.status, wordsOf(unknown).heading]).toEqual([404, 'There is no such page']);
    for (const path of ['/console/', '/console/routes/nonsense', '/setup/nonsense'])
      expect(await answerTo(path)).toMatchObject({ status: 404, type: 'text/html' });
    expect(await answerTo('/setup/channel', tooLong)).toMatchObject({ status: 413, type: 'text/html' });
    const { headers } = await fetch(`${board.url}/console/nonsense`);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('leads from a form’s address to the page on which the form stands', async () => {
    const places = {
      '/console/routes/explain': '/console/routes',
      '/console/keys/create': '/console/keys',
      '/console/configuration/import?x=1': '/console/configuration',
      '/console/sign-out': '/console',
      '/setup/channel': '/setup',
    };
    for (const [address, to] of Object.entries(places))
      expect(await answerTo(address)).toMatchObject({ status: 303, to });
  });

  it('stays a problem document for programs', async () => {
    const problem = 'application/problem+json';
    expect(await answerTo('/v1/nonsense')).toMatchObject({ status: 404, type: problem });
    expect(await answerTo('/consoles')).toMatchObject({ status: 404, type: problem });
    expect(await answerTo('/v1/notifications', tooLong)).toMatchObject({ status: 413, type: problem });
    expect(await answerTo('/slack/nonsense')).toMatchObject({ status: 404, type: problem });
  });
});
