import { type StormRules, stormVerdict } from './storms.js';

const warning = { type: 'alert', severity: 'warning', source: 'grafana', labels: { team: 'web' } };
const verdictOf = (rules: StormRules | null | undefined, severity = 'warning') =>
  stormVerdict(rules, { ...warning, severity });

describe('whether a notification may merge in a storm', () => {
  it('is yes past fifty in a channel, until an admin says otherwise', () => {
    const yes = { merges: true, threshold: 50, why: 'every condition holds' };
    for (const rules of [undefined, null, {}, { threshold: null, match: null, never: null, off: null }])
      expect(verdictOf(rules)).toEqual(yes);
    expect(verdictOf({ threshold: 20, off: false })).toMatchObject({ threshold: 20 });
  });

  it.each<[string, StormRules, string, string]>([
    ['while storms are off', { off: true }, 'warning', 'storms are off'],
    ['for what is critical', {}, 'critical', 'what is critical is always sent as itself'],
    [
      'for what is critical, whatever the rules match',
      { match: { severity: 'critical' } },
      'critical',
      'what is critical is always sent as itself',
    ],
    [
      'for what doesn’t match',
      { match: { severity: 'info' } },
      'warning',
      'severity is "warning", not "info"',
    ],
    [
      'for what is never to merge',
      { never: [{ type: 'x' }, { labels: { team: 'w*' } }] },
      'warning',
      'never[1] matches',
    ],
  ])('is no %s', (_, rules, severity, why) => {
    expect(verdictOf(rules, severity)).toEqual({ merges: false, threshold: null, why });
  });

  it.each([
    ['is for one person alone', { onlyTo: 'U0123456789' }, 'what one person alone is to see'],
    ['belongs to a thread', { threadKey: 'deploy-1' }, 'what belongs to a thread'],
  ])('is no for what %s, whatever the rules match', (_, more, what) => {
    const why = `${what} is always sent as itself`;
    const rules = { threshold: 5, match: { type: 'alert' } };
    expect(stormVerdict(rules, { ...warning, ...more })).toEqual({ merges: false, threshold: null, why });
  });

  it('is yes for what matches and is not excluded', () => {
    const rules = { threshold: 5, match: { source: 'graf*' }, never: [{ severity: 'error' }] };
    expect(verdictOf(rules)).toMatchObject({ merges: true, threshold: 5 });
    expect(verdictOf(rules, 'error')).toMatchObject({ merges: false, why: 'never[0] matches' });
  });
});
