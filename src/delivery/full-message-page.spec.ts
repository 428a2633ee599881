import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { runs } from '../../test/harness/runs.js';
import { anyMessage } from '../../test/property/spoiled-messages.js';
import { actions, button, context, fieldSections, header, section } from '../slack/index.js';
import { FULL_MESSAGE_POLICY, fullMessagePage, noSuchMessagePage } from './full-message-page.js';

const AT = new Date('2026-11-23T06:00:00Z');
const shown = (...blocks: unknown[]) => fullMessagePage({ text: 'Summary', blocks }, AT);
const heading = (html: string) => /<h1>(.*?)<\/h1>/s.exec(html)?.[1];

/** WCAG 2's contrast of two colours `#rrggbb`. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) =>
    [1, 3, 5]
      .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      .reduce((sum, part, index) => sum + part * ([0.2126, 0.7152, 0.0722][index] ?? 0), 0);
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe('the page of a whole message', () => {
  it('has all that the card was to have, every field of it', () => {
    const html = shown(
      header(':fire: Disk full & rising'),
      context('Critical'),
      section('*97%* used, see <https://a.b|this>'),
      ...fieldSections(
        Array.from({ length: 60 }, (_, index) => ({ label: `l${index}`, value: `v${index}` })),
      ),
      { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] },
      actions(button({ actionId: 'a', value: 'v', label: 'Acknowledge' })),
    );
    expect(heading(html)).toBe(':fire: Disk full &#38; rising');
    expect(html).toContain('<title>:fire: Disk full &#38; rising · Switchboard</title>');
    expect(html).toContain('<strong>97%</strong> used, see <a href="https://a.b"');
    expect(html.match(/<li>/g)).toHaveLength(60);
    expect(html).toContain('<li><strong>l59</strong><br>v59</li>');
    expect(html).toContain('<td>a</td>');
    expect(html).toContain('In Slack: Acknowledge');
    expect(html).toContain('<time datetime="2026-11-23T06:00:00.000Z">2026-11-23 06:00 UTC</time>');
  });

  it('of a message of text alone has its text', () => {
    const html = fullMessagePage({ text: 'Disk full\n*on* db-3' }, AT);
    expect(heading(html)).toBe('The whole message');
    expect(html).toContain('<div>Disk full<br><strong>on</strong> db-3</div>');
  });

  it('holds whatever comes as text, and nothing that runs or is loaded', () => {
    fc.assert(
      fc.property(
        anyMessage,
        fc.constantFrom('<script>alert(1)</script>', '"><img src=x onerror=y>'),
        (message, evil) => {
          const around = typeof message === 'object' && message !== null ? message : {};
          const html = fullMessagePage({ ...around, text: evil }, AT);
          const body = html.slice(html.indexOf('<body>'));
          expect(html.match(/<(script|img|iframe|link|form|svg|object|base)\b/i)).toBeNull();
          expect(body).not.toMatch(/<[^>]*\s(on\w+|style|src)=/i);
        },
      ),
      runs(100),
    );
  });

  it('has one style, which its policy names, and none of anything else', () => {
    const [, style = ''] = /<style>([^]*?)<\/style>/.exec(shown(header('x'))) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(FULL_MESSAGE_POLICY).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
  });

  it('can be read: every ink on every ground has a contrast of 4.5 or more, by day and by night', () => {
    const [, style = ''] = /<style>([^]*?)<\/style>/.exec(noSuchMessagePage()) ?? [];
    const [day, night] = [...style.matchAll(/:root \{([^}]*)\}/g)].map(
      ([, colours = '']) =>
        new Map(
          [...colours.matchAll(/--(\w+): (#\w{6})/g)].map(([, name = '', value = '']) => [name, value]),
        ),
    );
    for (const theme of [day, night]) {
      expect([...(theme?.keys() ?? [])]).toEqual(['ink', 'soft', 'paper', 'ground', 'line', 'link']);
      for (const ink of ['ink', 'soft', 'link'].map((name) => theme?.get(name) ?? '')) {
        for (const ground of ['paper', 'ground'].map((name) => theme?.get(name) ?? '')) {
          expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5);
        }
      }
    }
  });
});
