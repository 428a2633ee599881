import fc from 'fast-check';
import { isMention, readMention } from './mention.js';

describe('Whom a route mentions', () => {
  it.each([
    ['oncall:payments', { kind: 'oncall', rotation: 'payments' }],
    ['U0123456789', { kind: 'user', id: 'U0123456789' }],
    ['user:W0123456789', { kind: 'user', id: 'W0123456789' }],
    ['group:S0123456789', { kind: 'group', id: 'S0123456789' }],
    ['S0123456789', { kind: 'group', id: 'S0123456789' }],
    ['here', { kind: 'here' }],
    ['channel', { kind: 'channel' }],
  ])('%s is %j', (text, mention) => {
    expect(readMention(text)).toEqual(mention);
  });

  it.each([
    '',
    'oncall:',
    'oncall:Payments',
    'oncall payments',
    'everyone',
    '@ann',
    '<!channel>',
    'U0123456789 here',
    7,
    null,
    {},
  ])('%j is nobody', (value) => expect(isMention(value)).toBe(false));

  it('holds nothing that would end a mention in Slack', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `oncall:${text}`),
        ),
        (text) => {
          if (isMention(text)) expect(text).not.toMatch(/[<>&|\s]/);
        },
      ),
    );
  });
});
