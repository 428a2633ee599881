import { DeadlineError } from '../deadline.js';

/**
 * `invalid_url` and `refused_address`: nothing was asked. `not_resolved`, `unreachable`, `tls`: there was no way to ask.
 * `timed_out`, `too_large`, `malformed`, `status`: what came of it.
 */
export type OutboundFailure =
  | 'invalid_url'
  | 'refused_address'
  | 'not_resolved'
  | 'unreachable'
  | 'tls'
  | 'timed_out'
  | 'too_large'
  | 'malformed'
  | 'status';

/** A call that somebody's address was to take and did not. The message may be shown to its workspace: it names no address. */
export class OutboundError extends Error {
  constructor(
    readonly code: OutboundFailure,
    message: string,
    /** Where it answered, and with something else than expected. */
    readonly status?: number,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'OutboundError';
  }
}

export const refusedAddress = () =>
  new OutboundError(
    'refused_address',
    'leads to an address that is private, local or reserved; the operator can allow it with OUTBOUND_ALLOW',
  );

const CONNECTIONS: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'refused the connection'],
  ['ECONNRESET', 'broke off the connection'],
  ['UND_ERR_SOCKET', 'broke off the connection'],
  ['EHOSTUNREACH', 'can’t be reached: there is no way to it'],
  ['ENETUNREACH', 'can’t be reached: there is no way to it'],
]);
const CERTIFICATE = /^(?:CERT_|ERR_TLS_|ERR_SSL_|EPROTO$|.*_CERT(?:_|$)|UNABLE_TO_VERIFY)/;

/** What node and undici throw, sorted. @param withinMs what the call had */
export function outboundErrorOf(error: unknown, withinMs: number): OutboundError {
  if (error instanceof OutboundError) return error;
  const { code = '', name = '' } = (error ?? {}) as { code?: string; name?: string };
  const make = (failure: OutboundFailure, message: string) =>
    new OutboundError(failure, message, undefined, error);
  if (error instanceof DeadlineError || TIMEOUTS.has(code)) {
    return make('timed_out', `did not answer within ${withinMs / 1_000} s`);
  }
  if (CERTIFICATE.test(code)) return make('tls', `has no TLS that can be trusted (${code})`);
  if (TOO_LARGE.has(code)) return make('too_large', 'answered with headers that are too large');
  if (name === 'HTTPParserError') return make('malformed', 'answered something that is no HTTP');
  return make('unreachable', CONNECTIONS.get(code) ?? 'could not be reached');
}

const TIMEOUTS = new Set(['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT']);
const TOO_LARGE = new Set(['UND_ERR_HEADERS_OVERFLOW', 'HPE_HEADER_OVERFLOW']);
