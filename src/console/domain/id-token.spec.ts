import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { IdTokenError, readIdToken, sha256 } from './id-token.js';

const NOW = new Date('2026-11-23T12:00:00Z');
const NOW_S = NOW.getTime() / 1_000;
const EXPECTED = { clientId: '1.2', nonceSha256: sha256('n-0S6'), now: NOW };
const CLAIMS = {
  iss: 'https://slack.com',
  sub: 'U0ANN00001',
  aud: '1.2',
  iat: NOW_S,
  exp: NOW_S + 300,
  nonce: 'n-0S6',
  'https://slack.com/team_id': 'T0ACME0001',
  'https://slack.com/user_id': 'U0ANN00001',
};

const tokenOf = (claims: unknown) =>
  ['{}', JSON.stringify(claims), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
const read = (changes: object) => readIdToken(tokenOf({ ...CLAIMS, ...changes }), EXPECTED);

describe('an id_token', () => {
  it('says who signed in, and where', () => {
    expect(read({})).toEqual({ workspaceId: 'T0ACME0001', userId: 'U0ANN00001' });
  });

  it.each<[string, object]>([
    ['another issuer', { iss: 'https://slack.com.evil.example' }],
    ['another audience', { aud: '9.9' }],
    ['another audience', { aud: ['1.2', '9.9'] }],
    ['it has expired', { exp: NOW_S - 121 }],
    ['it has expired', { exp: undefined }],
    ['it is from the future', { iat: NOW_S + 121 }],
    ['the nonce of another sign-in', { nonce: 'n-0S7' }],
    ['the nonce of another sign-in', { nonce: undefined }],
    ['no workspace', { 'https://slack.com/team_id': undefined }],
    ['no workspace', { 'https://slack.com/team_id': 'E0INITECH1' }],
    ['no person', { 'https://slack.com/user_id': 'B0BOT00001' }],
    ['no person', { sub: 'U0BOB00001' }],
  ])('is refused for %s: %j', (problem, changes) => {
    expect(() => read(changes)).toThrow(new IdTokenError(problem));
  });

  it('may be a little late, for clocks differ', () => {
    expect(read({ exp: NOW_S - 119, iat: NOW_S + 119 }).userId).toBe('U0ANN00001');
  });

  it('that is none is refused, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((json) => tokenOf(json)),
          fc.json(),
        ),
        (token) => {
          expect(() => readIdToken(token, EXPECTED)).toThrow(IdTokenError);
        },
      ),
      runs(200),
    );
  });
});
