import { Client, type Dispatcher } from 'undici';
import { within } from '../deadline.js';
import { addressBytes } from './domain/address.js';
import { type AllowList, isNamed, mayReach } from './domain/allow-list.js';
import { guardedConnector } from './guarded-connector.js';
import { OutboundError, outboundErrorOf, refusedAddress } from './outbound-error.js';
import { type ResolveHost, hostResolver } from './resolve-host.js';

const LONGEST_URL = 2_000;
const LARGEST_HEADERS = 16 * 1_024;
const USER_AGENT = 'Switchboard';

export interface OutboundCall {
  url: string;
  method: 'GET' | 'HEAD' | 'POST';
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer;
  /** From the name's look-up to the answer's last byte. */
  withinMs: number;
  /** Of the answer's body; a larger one is an error. 0: it is not read at all. */
  mostBytes: number;
  /** Another status is an error. */
  expects?: { from: number; to: number };
}

export interface OutboundAnswer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
  /** Until the headers were there. */
  ms: number;
}

/**
 * The one way to call an address that a workspace gave. It reaches nothing private, local or reserved unless the operator says
 * so, follows no redirects (an answer is an answer, whatever it is), and bounds time and size. Each call has a connection of its
 * own: none is kept for somebody else's next one. (ADR 0030)
 *
 * @example
 * const { status } = await outbound.call({ url, method: 'GET', withinMs: 5_000, mostBytes: 0 });
 */
export class Outbound {
  constructor(
    private readonly allow: AllowList,
    private readonly resolve: ResolveHost = hostResolver(allow),
  ) {}

  /** @throws OutboundError */
  async call(call: OutboundCall): Promise<OutboundAnswer> {
    const { withinMs, expects } = call;
    const url = this.read(call.url);
    const client = new Client(url.origin, {
      connect: guardedConnector(this.allow, this.resolve, withinMs),
      maxHeaderSize: LARGEST_HEADERS,
      // The one deadline is ours.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    try {
      const answer = await within(withinMs, exchange(client, url, call));
      if (expects === undefined || (answer.status >= expects.from && answer.status <= expects.to))
        return answer;
      throw new OutboundError('status', `answered ${answer.status}`, answer.status);
    } catch (error) {
      throw outboundErrorOf(error, withinMs);
    } finally {
      void client.destroy().catch(() => undefined);
    }
  }

  /** Why a URL can never be called, as far as it can be told without asking for its name; undefined when it may be. */
  objectionTo(url: string): string | undefined {
    try {
      this.read(url);
      return undefined;
    } catch (error) {
      if (error instanceof OutboundError) return error.message;
      throw error;
    }
  }

  private read(text: string): URL {
    const invalid = (message: string) => new OutboundError('invalid_url', message);
    const url = text.length <= LONGEST_URL && URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || !['http:', 'https:'].includes(url.protocol))
      throw invalid(`must be an http(s) URL of at most ${LONGEST_URL} characters`);
    if (url.username !== '' || url.password !== '') throw invalid('must not have a name and password in it');
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const isLocal = /(?:^|\.)localhost\.?$/.test(host) && !isNamed(this.allow, host);
    const bytes = isLocal ? [127, 0, 0, 1] : addressBytes(host);
    if (bytes !== undefined && !mayReach(this.allow, host, bytes)) throw refusedAddress();
    return url;
  }
}

async function exchange(
  client: Client,
  { pathname, search }: URL,
  { method, headers, body, mostBytes }: OutboundCall,
): Promise<OutboundAnswer> {
  const startedAt = performance.now();
  const response = await client.request({
    path: pathname + search,
    method,
    headers: { 'user-agent': USER_AGENT, accept: '*/*', ...headers },
    body,
    reset: true,
  });
  const ms = performance.now() - startedAt;
  const { statusCode: status, headers: received } = response;
  // What is left of it when we are through breaks off with the connection.
  response.body.on('error', () => undefined);
  const bytes = mostBytes === 0 ? Buffer.alloc(0) : await read(response, mostBytes);
  return { status, headers: received, body: bytes, ms };
}

async function read({ body }: Dispatcher.ResponseData, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw new OutboundError('too_large', `answered with more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
