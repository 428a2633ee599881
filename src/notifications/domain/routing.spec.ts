import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { type RouteMatch, globMatches } from './match.js';
import { DEFAULT_DOCUMENT, type Route, decide, route } from './routing.js';

const alert = {
  type: 'alert',
  severity: 'critical',
  source: 'alertmanager',
  labels: { service: 'payments', region: 'eu-1' },
};
const to = (...channels: string[]) => channels.map((channel) => ({ channel }));
const documentOf = (...routes: Route[]) => ({ routes, fallback: { channel: '#fallback' } });
const destinationsOf = (...routes: Route[]) => route(documentOf(...routes), alert).destinations;
const takes = (match: RouteMatch | null, notification = alert) =>
  route(documentOf({ name: 'r', match, to: to('#r') }), notification).destinations[0] === '#r';

describe('routing', () => {
  it('goes to #general until an admin says otherwise', () => {
    expect(route(DEFAULT_DOCUMENT, alert).destinations).toEqual(['#general']);
  });

  it('takes the first route that matches, and no other', () => {
    expect(
      destinationsOf(
        { name: 'other', match: { type: 'report' }, to: to('#reports') },
        { name: 'all', to: to('#all') },
        { name: 'also all', to: to('#late') },
      ),
    ).toEqual(['#all']);
  });

  it('looks at the routes below too, where one says "continue"', () => {
    expect(
      destinationsOf(
        { name: 'a', to: to('#a', '#b'), continue: true },
        { name: 'b', match: { type: 'report' }, to: to('#reports') },
        { name: 'c', to: to('#b', '#c'), continue: true },
      ),
    ).toEqual(['#a', '#b', '#c']);
  });

  it('falls back where none matches, and says so', () => {
    expect(route(documentOf({ name: 'r', match: { type: 'report' }, to: to('#r') }), alert)).toEqual({
      destinations: ['#fallback'],
      at_most_once: [],
      verdicts: [
        { route: 'r', matched: false, why: 'type is "alert", not "report"' },
        { route: 'fallback', matched: true, why: 'no route matched' },
      ],
    });
  });

  it('does not fall back after a "continue" that was the last to match', () => {
    expect(destinationsOf({ name: 'a', to: to('#a'), continue: true })).toEqual(['#a']);
  });

  it('leads to people and webhooks as well, and knows where nothing may come twice', () => {
    const to = [
      { to: 'ann@example.com', delivery: 'at_most_once' },
      { webhook: 'partner' },
      { channel: '#a', delivery: 'at_least_once' },
    ] as const;
    const again = { name: 'again', to: [{ to: 'ann@example.com' }] };
    const decision = route(documentOf({ name: 'r', to: [...to], continue: true }, again), alert);
    expect(decision.destinations).toEqual(['ann@example.com', 'webhook:partner', '#a']);
    // The first route that names it decides.
    expect(decision.at_most_once).toEqual(['ann@example.com']);
  });

  it.each([
    ['its channel', { channel: '#mine' }, ['#mine'], 'the notification names its channel'],
    ['a person', { to: 'U0123456789' }, ['U0123456789'], 'the notification names a person'],
  ])('is not asked where the notification names %s itself', (_, named, destinations, why) => {
    const decision = decide(documentOf({ name: 'r', to: to('#r') }), { ...alert, ...named });
    expect(decision).toMatchObject({ destinations, at_most_once: [], verdicts: [{ matched: true, why }] });
    expect(decision.only_to).toBeUndefined();
  });

  it('takes a channel’s name for one, in whatever capitals', () => {
    const documents = documentOf({ name: 'r', to: to('#Ops', '#ops', 'C0OPS00001'), continue: true });
    expect(route(documents, alert).destinations).toEqual(['#ops', 'C0OPS00001']);
    expect(decide(documents, { ...alert, channel: '#OPS' }).destinations).toEqual(['#ops']);
    const fallback = { routes: [], fallback: { channel: '#General' } };
    expect(route(fallback, alert).destinations).toEqual(['#general']);
  });

  it('keeps who alone is to see it', () => {
    const only = { ...alert, channel: '#mine', onlyTo: 'U0123456789' };
    expect(decide(documentOf(), only)).toMatchObject({ destinations: ['#mine'], only_to: 'U0123456789' });
    expect(decide(documentOf({ name: 'r', to: to('#r') }), alert).destinations).toEqual(['#r']);
  });

  it('judges every route that it looked at, and none after', () => {
    const { verdicts } = route(
      documentOf(
        { name: 'a', match: { source: 'x' }, to: to('#a') },
        { name: 'b', to: to('#b') },
        { name: 'c', to: to('#c') },
      ),
      alert,
    );
    expect(verdicts).toEqual([
      { route: 'a', matched: false, why: 'source is "alertmanager", not "x"' },
      { route: 'b', matched: true, why: 'every condition holds' },
    ]);
  });

  it('always has a destination, each once, whatever the document', () => {
    const match = fc.record({ type: fc.constantFrom('alert', 'a*', 'report') }, { requiredKeys: [] });
    const some = fc.record({
      name: fc.string(),
      match,
      to: fc.array(fc.record({ channel: fc.constantFrom('#a', '#b', '#c') }), { minLength: 1 }),
      continue: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(some), (routes) => {
        const { destinations, verdicts } = route(documentOf(...routes), alert);
        expect(destinations.length).toBeGreaterThan(0);
        expect(new Set(destinations).size).toBe(destinations.length);
        expect(verdicts.some(({ matched }) => matched)).toBe(true);
      }),
      runs(100),
    );
  });
});

describe('a route’s conditions', () => {
  it.each<[string, RouteMatch | null, boolean]>([
    ['none', {}, true],
    ['null', null, true],
    ['nulls', { type: null, severity: null, source: null, labels: null }, true],
    ['the type', { type: 'alert' }, true],
    ['a part of the type', { type: 'aler' }, false],
    ['the type in capitals', { type: 'ALERT' }, false],
    ['a pattern', { type: 'al*t' }, true],
    ['one of a list', { severity: ['error', 'critical'] }, true],
    ['none of a list', { severity: ['error', 'info'] }, false],
    ['a label', { labels: { service: 'pay*' } }, true],
    ['a label of another value', { labels: { service: 'search' } }, false],
    ['a label that is not there', { labels: { team: '*' } }, false],
    ['all of several', { type: 'alert', severity: 'critical', labels: { region: ['us-*', 'eu-*'] } }, true],
    ['all but one of several', { type: 'alert', severity: 'info', labels: { region: 'eu-*' } }, false],
  ])('%s: %j matches: %s', (_, match, matches) => {
    expect(takes(match)).toBe(matches);
  });

  it('say in a sentence which of them decided', () => {
    const why = (match: RouteMatch) =>
      route(documentOf({ name: 'r', match, to: to('#r') }), { ...alert, source: undefined }).verdicts[0]?.why;
    expect(why({ severity: ['error', 'info'] })).toBe('severity is "critical", not "error" or "info"');
    expect(why({ source: 'x' })).toBe('there is no source');
    expect(why({ labels: { team: 'x' } })).toBe('there is no labels.team');
    expect(why({ labels: { service: 'x' } })).toBe('labels.service is "payments", not "x"');
  });

  it.each(['constructor', '__proto__', 'toString'])(
    'know a label called %s only where it was given',
    (name) => {
      const labelled = JSON.parse(`{"${name}":"x"}`) as Record<string, string>;
      expect(takes({ labels: labelled })).toBe(false);
      expect(takes({ labels: labelled }, { ...alert, labels: labelled as typeof alert.labels })).toBe(true);
    },
  );
});

describe('a pattern', () => {
  it.each([
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['a', 'a', true],
    ['a*', 'a', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['*b*', 'abc', true],
    ['*ab*ab', 'abab', true],
    ['*ab*ab', 'ab', false],
    ['a.c', 'abc', false],
    ['(*', '(x', true],
    ['*', 'two\nlines', true],
    ['**', 'x', true],
  ])('%j matches %j: %s', (pattern, value, matches) => {
    expect(globMatches(pattern, value)).toBe(matches);
  });

  it('matches as the regular expression does in which * is .* and all else stands for itself', () => {
    const naive = (pattern: string, value: string) =>
      new RegExp(`^${pattern.replaceAll('.', '[.]').replaceAll('*', '.*')}$`, 's').test(value);
    const letters = (...of: string[]) => fc.string({ unit: fc.constantFrom(...of), maxLength: 8 });
    fc.assert(
      fc.property(letters('a', 'b', '.', '*'), letters('a', 'b', '.', '\n'), (pattern, value) => {
        expect(globMatches(pattern, value)).toBe(naive(pattern, value));
      }),
      runs(2_000),
    );
  });

  it('that would keep a regular expression busy for years is answered at once', () => {
    expect(globMatches(`${'*a'.repeat(50)}*b`, 'a'.repeat(100_000))).toBe(false);
  });
});
