import { ConsoleBrowser, wordsOf } from '../harness/console.js';
import { hiddenFields } from '../../sandbox/kit/browser.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const DOCUMENT = `# half done
routes:
  - name: payments
    match: { labels: { service: "pay*" } }
    to: [{ channel: "#incidents" }]
fallback: { channel: "#ops" }`;
const SAMPLE = { title: 'x', labels: 'service=payments' };

describe('A routing document that is typed and not applied', () => {
  let board: Switchboard;
  let ann: ConsoleBrowser;
  beforeAll(async () => {
    board = await startSwitchboard();
    ann = new ConsoleBrowser(board.url);
    await ann.signIn();
  });
  afterAll(() => board.stop());

  const textIn = (html: string) => {
    const [, text] = /<textarea[^>]*name="document"[^>]*>\n(.*?)<\/textarea/s.exec(html) ?? [];
    return text.replaceAll('&#34;', '"').replaceAll('&#39;', "'");
  };
  const versions = () => board.query('SELECT version FROM routing_document');

  it('stays on the page when a sample is explained, goes into the explanation, and is not applied', async () => {
    // A browser sends line ends so.
    const document = DOCUMENT.replaceAll('\n', '\r\n');
    const page = await ann.press('/routes/explain', { version: '0', document, ...SAMPLE });
    expect(textIn(page.html)).toBe(DOCUMENT);
    expect(wordsOf(page).said).toContain(
      'It would go to #incidents, by the document as you typed it, which is not applied.',
    );
    expect(page.html).toContain('These are your changes.');
    expect(await versions()).toEqual([]);
  });

  it('stays where it is faulty, and where the sample is', async () => {
    for (const faulty of [
      'routes: [',
      'routes: [{ name: a, match: {}, to: [{ webhook: nobody }] }]\nfallback: { channel: "#ops" }',
    ]) {
      const page = await ann.press('/routes/explain', { version: '0', document: faulty, ...SAMPLE });
      expect([page.status, textIn(page.html)]).toEqual([400, faulty]);
      expect(page.html).not.toContain('It would go to');
    }
    const page = await ann.press('/routes/explain', {
      version: '0',
      document: DOCUMENT,
      title: 'x'.repeat(5_000),
    });
    expect([page.status, textIn(page.html)]).toEqual([400, DOCUMENT]);
  });

  it('stays an edit of the version with which it began: what somebody else applied is not lost by explaining', async () => {
    const { html } = await ann.visit('/routes');
    const unchanged = { version: '0', document: textIn(html), ...SAMPLE };
    expect(wordsOf(await ann.press('/routes/explain', unchanged)).said).toContain('by what counts until one is applied'); // prettier-ignore
    await ann.press('/routes/apply', { version: '0', document: DOCUMENT });
    const mine = { version: '0', document: `${DOCUMENT}\n# mine` };
    const explained = await ann.press('/routes/explain', { ...mine, ...SAMPLE });
    const { version } = hiddenFields(explained.html);
    const faulty = await ann.press('/routes/apply', { version, document: 'routes: [' });
    const corrected = { ...mine, version: hiddenFields(faulty.html).version };
    const told = await ann.press('/routes/apply', corrected);
    expect(wordsOf(told).said).toContain('Somebody applied version 1 meanwhile');
    expect(await versions()).toEqual([{ version: 1 }]);
    // Whoever was told, and applies it all the same, means it.
    await ann.press('/routes/apply', { ...mine, version: hiddenFields(told.html).version });
    expect(await versions()).toHaveLength(2);
  });
});
