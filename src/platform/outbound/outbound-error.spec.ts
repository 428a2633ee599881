import { DeadlineError } from '../deadline.js';
import { OutboundError, outboundErrorOf } from './outbound-error.js';

describe('What a call broke off with', () => {
  it.each([
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'EPROTO',
  ])('%s is about TLS, and named', (code) => {
    const sorted = outboundErrorOf(Object.assign(new Error('x'), { code }), 1_000);
    expect(sorted).toMatchObject({ code: 'tls', message: expect.stringContaining(code) });
  });

  it.each([
    ['UND_ERR_CONNECT_TIMEOUT', 'timed_out'],
    ['ETIMEDOUT', 'timed_out'],
    ['UND_ERR_HEADERS_OVERFLOW', 'too_large'],
    ['EHOSTUNREACH', 'unreachable'],
    ['SOMETHING_NEW', 'unreachable'],
  ])('%s is %s', (code, failure) => {
    const thrown = Object.assign(new Error('connect 10.1.2.3:80'), { code });
    const sorted = outboundErrorOf(thrown, 1_000);
    expect(sorted.code).toBe(failure);
    // What node says of it has the address in it.
    expect(sorted.message).not.toContain('10.1.2.3');
  });

  it('is a time-out after the deadline, and itself where it is sorted already', () => {
    expect(outboundErrorOf(new DeadlineError('x'), 2_500).message).toBe('did not answer within 2.5 s');
    const sorted = new OutboundError('status', 'answered 500', 500);
    expect(outboundErrorOf(sorted, 1)).toBe(sorted);
    expect(outboundErrorOf(undefined, 1).code).toBe('unreachable');
  });
});
