import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { runs } from '../../test/harness/runs.js';
import { type SignedRequest, checkSignature } from './signature.js';

/** The worked example of docs.slack.dev/authentication/verifying-requests-from-slack. */
const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const AT = 1_531_420_618;
const SLACKS: SignedRequest = {
  timestamp: String(AT),
  signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  body: Buffer.from(
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar' +
      '&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=' +
      '&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN' +
      '&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
  ),
};
const after = (seconds: number) => new Date((AT + seconds) * 1_000);
const check = (change: Partial<SignedRequest> = {}, seconds = 0) =>
  checkSignature(SECRET, { ...SLACKS, ...change }, after(seconds));

const sign = (timestamp: string, body: Buffer) =>
  `v0=${createHmac('sha256', SECRET).update(`v0:${timestamp}:`).update(body).digest('hex')}`;

describe('a request’s signature', () => {
  it('is valid in Slack’s own example', () => {
    expect(check()).toBe('valid');
  });

  it.each([
    [300, 'valid'],
    [301, 'stale'],
    [-300, 'valid'],
    [-301, 'future'],
  ])('%i seconds after it was made is %s', (seconds, verdict) => {
    expect(check({}, seconds)).toBe(verdict);
  });

  it.each<[string, Partial<SignedRequest>]>([
    ['no timestamp', { timestamp: undefined }],
    ['no signature', { signature: undefined }],
    ['an empty timestamp', { timestamp: '' }],
    ['a timestamp with a fraction', { timestamp: `${AT}.5` }],
    ['a negative timestamp', { timestamp: `-${AT}` }],
    ['a timestamp beyond all times', { timestamp: '9'.repeat(13) }],
  ])('is missing with %s', (_, change) => {
    expect(check(change)).toBe('missing');
  });

  it.each<[string, Partial<SignedRequest>]>([
    ['an empty signature', { signature: '' }],
    ['a signature cut short', { signature: SLACKS.signature?.slice(0, -1) }],
    ['a signature in capitals', { signature: SLACKS.signature?.toUpperCase() }],
    ['a signature of another version', { signature: SLACKS.signature?.replace('v0', 'v1') }],
    ['another body', { body: Buffer.concat([SLACKS.body, Buffer.from('&')]) }],
    ['no body', { body: Buffer.alloc(0) }],
    ['another time', { timestamp: String(AT + 1) }],
  ])('is altered with %s', (_, change) => {
    expect(check(change)).toBe('altered');
  });

  it('is altered under another secret', () => {
    expect(checkSignature(`${SECRET}x`, SLACKS, after(0))).toBe('altered');
  });

  it('is of the bytes as they came: UTF-8 or not, any body is valid and no altered one is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), (bytes, at) => {
        const body = Buffer.from(bytes);
        const request = { timestamp: SLACKS.timestamp, signature: sign(String(AT), body), body };
        expect(checkSignature(SECRET, request, after(0))).toBe('valid');
        const altered = Buffer.from(body);
        altered[at % altered.length] ^= 1 << (at % 8);
        expect(checkSignature(SECRET, { ...request, body: altered }, after(0))).toBe('altered');
      }),
      runs(50),
    );
  });
});
