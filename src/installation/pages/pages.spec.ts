import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { escapeHtml } from '../../platform/http/html.js';
import { BOT_SCOPES } from '../scopes.js';
import { landingPage } from './landing.js';
import { outcomePage } from './outcome.js';
import { page } from './page.js';

type Outcome = Parameters<typeof outcomePage>[0];

const EVIL = '<script>alert("1")</script>\'&';
const shownBy = (outcome: Outcome) =>
  outcomePage(outcome, {
    reference: 'req-7',
    publicUrl: 'https://board.example.com',
    slackUrl: 'https://slack.com',
  });
const waysIn = (html: string) => [...html.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, href]) => href);

describe('HTML', () => {
  it('holds any text as text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', '#', ';') }), (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"']|&(?!#\d+;)/);
        const read = escaped.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
        expect(read).toBe(text);
      }),
      runs(100),
    );
  });

  it('has no title that is markup', () => {
    expect(page(EVIL, '')).not.toContain('<script');
  });
});

describe('the landing page', () => {
  it('has the way in, and says why it asks for each scope', () => {
    const html = landingPage({ canInstall: true });
    expect(waysIn(html)).toEqual(['/slack/install']);
    for (const { scope, why } of BOT_SCOPES) {
      expect(html).toContain(`<dt>${scope}</dt><dd>${why}</dd>`);
    }
  });

  it('of an internal instance says that there is nothing to install', () => {
    const html = landingPage({ canInstall: false });
    expect(waysIn(html)).toEqual([]);
    expect(html).toContain('its operator has installed it already');
  });
});

describe('the page that ends an installation', () => {
  const outcomes: [number, string, Outcome][] = [
    [200, 'Nothing was installed', { kind: 'cancelled' }],
    [400, 'Pick one workspace', { kind: 'organisation', name: 'Acme' }],
    [400, 'This link was used already', { kind: 'state', problem: 'used' }],
    [400, 'This link has expired', { kind: 'state', problem: 'expired' }],
    [400, 'This link belongs to another browser', { kind: 'state', problem: 'other-browser' }],
    [400, 'We don’t know this link', { kind: 'state', problem: 'unknown' }],
    [400, 'This installation began somewhere else', { kind: 'state', problem: 'missing' }],
    [502, 'Slack did not finish the installation', { kind: 'failed', error: new Error('secret') }],
  ];

  it.each(outcomes)('answers %i, says "%s", and offers to start again', (status, title, outcome) => {
    const shown = shownBy(outcome);
    expect(shown.status).toBe(status);
    expect(shown.html).toContain(`<h1>${title}</h1>`);
    expect(waysIn(shown.html)).toEqual(['/slack/install']);
  });

  it('leads to Slack when it worked, into this workspace and this app', () => {
    const { status, html } = shownBy({ kind: 'installed', teamId: 'T1', teamName: 'Acme', appId: 'A1' });
    expect(status).toBe(200);
    expect(waysIn(html)).toEqual(['https://slack.com/app_redirect?team=T1&amp;app=A1']);
    expect(html).toContain('keys create --team T1');
  });

  it('leads to Slack without an app’s id too', () => {
    const { html } = shownBy({ kind: 'installed', teamId: 'T1', teamName: 'Acme' });
    expect(waysIn(html)).toEqual(['https://slack.com/app_redirect?team=T1']);
  });

  it.each<[string, Outcome]>([
    ['workspace', { kind: 'installed', teamId: EVIL, teamName: EVIL, appId: EVIL }],
    ['organisation', { kind: 'organisation', name: EVIL }],
  ])('shows the name of the %s as text', (_, outcome) => {
    expect(shownBy(outcome).html).not.toContain('<script');
  });

  it('tells a reference of what failed, and not the error', () => {
    const { html } = shownBy({ kind: 'failed', error: new Error('xoxb-secret') });
    expect(html).toContain('req-7');
    expect(html).not.toContain('xoxb-secret');
  });
});
