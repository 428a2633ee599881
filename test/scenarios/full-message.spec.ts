import { FullMessageLink } from '../../src/delivery/index.js';
import { Config } from '../../src/platform/config/config.js';
import {
  type Switchboard,
  TEST_ENCRYPTION_KEYS,
  WORKSPACE,
  startSwitchboard,
} from '../harness/switchboard.js';

const NEW_KEY = `new:${Buffer.alloc(32, 8).toString('base64')}`;

describe('A message that Slack shows a part of', () => {
  let board: Switchboard;
  let link: string;
  let id: string;
  beforeAll(async () => {
    board = await startSwitchboard();
    const api = await board.apiWith('send');
    const { body } = await api.post('/v1/notifications', { title: 'Disk full' });
    ({ id } = body.deliveries[0]);
    const words = `*Why* it is so: ${'x'.repeat(20_000)} <https://wiki.example.com|the end>`;
    const fields = Array.from({ length: 300 }, (_, index) => ({
      type: 'mrkdwn',
      text: `*l${index}*\nv${index}`,
    }));
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: 'Disk full <db-3>' } },
      { type: 'section', text: { type: 'mrkdwn', text: words }, fields },
    ];
    const message = JSON.stringify({ text: 'Disk full', blocks });
    await board.query('UPDATE delivery SET message = $1 WHERE id = $2', [message, id]);
    link = board.app.get(FullMessageLink).of(WORKSPACE, id);
  });
  afterAll(() => board.stop());

  const look = async (url: string) => {
    const response = await fetch(url);
    return { status: response.status, headers: response.headers, html: await response.text() };
  };

  it('can be read in full by whoever has its link', async () => {
    const { status, html } = await look(link);
    expect(status).toBe(200);
    expect(html).toContain('Disk full &#60;db-3&#62;</h1>');
    expect(html).toContain('<li><strong>l299</strong><br>v299</li>');
    expect(html).toMatch(/x{20000} <a href="https:\/\/wiki.example.com"[^>]*>the end<\/a>/);
  });

  it('is in no index, no cache and no frame, and runs nothing', async () => {
    for (const { headers } of [await look(link), await look(`${board.url}/messages/T1/2/3`)]) {
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; style-src 'sha256-[^']*'; /,
      );
      expect(headers.get('x-robots-tag')).toContain('noindex');
      expect(headers.get('cache-control')).toBe('private, no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    }
  });

  it('is told to nobody else: a wrong signature, another message’s, and one that is gone look the same', async () => {
    const links = board.app.get(FullMessageLink);
    const [signature = ''] = link.split('/').slice(-1);
    const other = '01890a5d-ac96-774b-bcce-b302099a8057';
    const wrong = [
      link.slice(0, -1) + (link.endsWith('A') ? 'B' : 'A'),
      `${link}A`,
      `${board.url}/messages/${WORKSPACE.workspaceId}/${other}/${signature}`,
      `${board.url}/messages/T0GLOBEX01/${id}/${signature}`,
      links.of(WORKSPACE, other),
      links.of({ workspaceId: 'T0GLOBEX01' }, id),
    ];
    const seen = await Promise.all(wrong.map(look));
    expect(new Set(seen.map(({ status }) => status))).toEqual(new Set([404]));
    expect(new Set(seen.map(({ html }) => html)).size).toBe(1);
    expect(seen[0]?.html).toContain('There is no such message');
  });

  it('keeps its link when the encryption keys are rotated', () => {
    const [workspaceId = '', deliveryId = '', signature = ''] = link.split('/').slice(-3);
    const after = (encryptionKeys: string) =>
      new FullMessageLink(Object.assign(new Config(), { publicUrl: board.url, encryptionKeys }));
    const rotated = after(`${NEW_KEY},${TEST_ENCRYPTION_KEYS}`);
    expect(rotated.opens(workspaceId, deliveryId, signature)).toEqual(WORKSPACE);
    expect(after(NEW_KEY).opens(workspaceId, deliveryId, signature)).toBeUndefined();
  });
});
