import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { BOT_SCOPES, WEBHOOK_SCOPE } from '../scopes.js';
import { landingPage } from './landing.js';
import { type SadOutcome, outcomePage, setupOverPage, setupReplacedPage } from './outcome.js';
import { escapeHtml } from '../../platform/http/html.js';
import { PAGE_POLICY, page } from '../../platform/http/page.js';
import { type SetupView, organisationPage, setupPage } from './setup.js';

const EVIL = '<script>alert("1")</script>\'&';
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

  it('has no title that is markup, and a policy that lets nothing run', () => {
    expect(page(EVIL, '')).not.toContain('<script');
    expect(PAGE_POLICY).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/);
    expect(PAGE_POLICY).not.toContain('unsafe');
  });
});

describe('the landing page', () => {
  const shown = { canInstall: true, bot: BOT_SCOPES, people: [], organisationApart: false };

  it('has the way in, and says why it asks for each scope', () => {
    const html = landingPage({
      ...shown,
      people: [{ scope: 'search:read', why: 'searches as you' }],
    });
    expect(waysIn(html)).toEqual(['/slack/install', '/console']);
    for (const { scope, why } of [...BOT_SCOPES, { scope: 'search:read', why: 'searches as you' }]) {
      expect(html).toContain(`<dt>${scope}</dt><dd>${escapeHtml(why)}</dd>`);
    }
  });

  it('has a way for organisations where they are asked for less', () => {
    const html = landingPage({ ...shown, bot: [...BOT_SCOPES, WEBHOOK_SCOPE], organisationApart: true });
    expect(waysIn(html)).toEqual(['/slack/install', '/console', '/slack/install?for=organisation']);
  });

  it('of an internal instance says that there is nothing to install', () => {
    const html = landingPage({ ...shown, canInstall: false });
    expect(waysIn(html)).toEqual([]);
    expect(html).toContain('its operator has installed it already');
  });

  it('says when the data of a workspace goes', () => {
    expect(landingPage(shown)).toContain('30 days later');
  });
});

describe('the page that ends an installation', () => {
  const outcomes: [number, string, SadOutcome][] = [
    [200, 'Nothing was installed', { kind: 'cancelled' }],
    [409, 'Your organisation has it already', { kind: 'covered' }],
    [400, 'This link has expired', { kind: 'state', problem: 'expired' }],
    [400, 'This link belongs to another browser', { kind: 'state', problem: 'other-browser' }],
    [400, 'We don’t know this link', { kind: 'state', problem: 'unknown' }],
    [400, 'This installation began somewhere else', { kind: 'state', problem: 'missing' }],
    [400, 'Slack refused the installation', { kind: 'refused', word: 'unapproved_scope' }],
    [502, 'Slack did not finish the installation', { kind: 'failed', error: new Error('secret') }],
  ];

  it.each(outcomes)('answers %i, says "%s", and offers to start again', (status, title, outcome) => {
    const shown = outcomePage(outcome, 'req-7');
    expect(shown.status).toBe(status);
    expect(shown.html).toContain(`<h1>${title}</h1>`);
    expect(waysIn(shown.html)).toEqual(['/slack/install', '/']);
  });

  it('leads whoever opened it twice on to the first steps', () => {
    const { html, status } = outcomePage({ kind: 'state', problem: 'used' }, 'req-7');
    expect(status).toBe(400);
    expect(html).toContain('<h1>This link was used already</h1>');
    expect(waysIn(html)).toEqual(['/setup', '/slack/install']);
  });

  it('tells a reference of what failed, and not the error', () => {
    const { html } = outcomePage({ kind: 'failed', error: new Error('xoxb-secret') }, 'req-7');
    expect(html).toContain('req-7');
    expect(html).not.toContain('xoxb-secret');
  });

  it('has a way forward for those whose first steps are over', () => {
    expect(waysIn(setupOverPage().html)).toEqual(['/console', '/slack/install']);
    expect(waysIn(setupReplacedPage().html)).toEqual(['/setup', '/slack/install']);
  });
});

describe('the page of first steps', () => {
  const view: SetupView = {
    workspace: { id: 'T1', name: 'Acme' },
    others: [],
    elsewhere: [],
    formToken: 'form-token',
    publicUrl: 'https://board.example.com',
    openUrl: 'https://slack.com/app_redirect?team=T1&app=A1',
    channel: '#general',
    channels: ['#general', '#ops'],
  };

  it('has three forms that prove their page, and the way to Slack', () => {
    const html = setupPage(view);
    expect([...html.matchAll(/action="([^"]+)"/g)].map(([, to]) => to)).toEqual([
      '/setup/channel',
      '/setup/test-card',
      '/setup/key',
    ]);
    expect(html.match(/name="form" value="form-token"/g)).toHaveLength(3);
    expect(waysIn(html)).toEqual([
      '/console/keys',
      'https://slack.com/app_redirect?team=T1&#38;app=A1',
      '/console/sign-in?team=T1',
    ]);
  });

  it('shows a key, a fault and what became of the test card', () => {
    expect(setupPage({ ...view, key: 'swb_1_2' })).toContain('Bearer swb_1_2');
    const wrong = setupPage({
      ...view,
      problem: { step: 'channel', words: 'No such channel', typed: '#nope' },
    });
    expect(wrong).toContain('aria-invalid="true"');
    expect(wrong).toContain('value="#nope"');
    const failed = setupPage({
      ...view,
      testCard: { state: 'failed', channel: '#ops', words: 'is_archived' },
    });
    expect(failed).toContain('is_archived');
  });

  it('has no forms for somebody who may not take them', () => {
    const html = setupPage({ ...view, barred: 'Ask an admin.' });
    expect(html).toContain('Ask an admin.');
    expect(html).not.toContain('<form');
  });

  it('leads to an organisation’s other workspaces, and tells where to add it when there is none', () => {
    expect(waysIn(setupPage({ ...view, others: [{ id: 'T2', name: 'Labs' }] }))).toContain(
      '/setup?workspace=T2',
    );
    expect(waysIn(setupPage({ ...view, elsewhere: [{ id: 'T3', name: 'Globex' }] }))).toContain(
      '/setup?workspace=T3',
    );
    expect(organisationPage('Initech')).toContain('Add to more workspaces');
  });

  it('shows names as text', () => {
    const html = setupPage({
      ...view,
      workspace: { id: EVIL, name: EVIL },
      others: [{ id: 'T2', name: EVIL }],
      elsewhere: [{ id: EVIL, name: EVIL }],
      channel: EVIL,
      channels: [EVIL],
      testCard: { state: 'failed', channel: EVIL, words: EVIL },
      problem: { step: 'channel', words: EVIL, typed: EVIL },
    });
    expect(html).not.toContain('<script');
    expect(organisationPage(EVIL)).not.toContain('<script');
  });
});
