import { Agent, request } from 'undici';
import { systemTimer } from '../timer.js';
import type { FailureReason, Outcome } from './outcome.js';

const MAX_REDIRECTS = 2;

/** Posts as Slack does: up to two redirects, a deadline over all of it, and a word of Slack's for each failure. */
export class HttpPost {
  /** As many connections as are asked for: who sends bounds them, for in undici's queue the deadline would run. */
  private readonly agent = new Agent({ keepAliveTimeout: 10_000 });

  async send(
    url: string,
    headers: Record<string, string>,
    body: string,
    deadlineMs: number,
  ): Promise<Outcome> {
    const began = systemTimer.now();
    const took = () => systemTimer.now() - began;
    const signal = AbortSignal.timeout(deadlineMs);
    let target = url;
    try {
      for (let hop = 0; ; hop += 1) {
        const sent = { method: 'POST' as const, headers, body, signal, dispatcher: this.agent };
        const answer = await request(target, sent);
        const location = answer.headers.location;
        if (answer.statusCode >= 300 && answer.statusCode < 400 && typeof location === 'string') {
          await answer.body.dump();
          if (hop >= MAX_REDIRECTS) {
            return { status: null, headers: {}, body: '', ms: took(), failure: 'too_many_redirects' };
          }
          target = new URL(location, target).href;
          continue;
        }
        const text = await answer.body.text();
        const ok = answer.statusCode >= 200 && answer.statusCode < 300;
        return {
          status: answer.statusCode,
          headers: flatten(answer.headers),
          body: text,
          ms: took(),
          ...(ok ? {} : { failure: 'http_error' as const }),
        };
      }
    } catch (error) {
      return { status: null, headers: {}, body: '', ms: took(), failure: reason(error) };
    }
  }

  /** Ends every connection at once. */
  async close(): Promise<void> {
    await this.agent.destroy();
  }
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

/** By name and code, not by class: an error of another realm (jest's, undici's) is as good. */
function reason(error: unknown): FailureReason {
  const { name, code } = error as { name?: unknown; code?: unknown };
  if (name === 'TimeoutError' || name === 'AbortError') return 'http_timeout';
  if (typeof code !== 'string') return 'unknown_error';
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') return 'http_timeout';
  // What is no HTTP at all, a broken answer for one, has no word of its own.
  if (code.startsWith('HPE_') || code === 'ERR_INVALID_URL') return 'unknown_error';
  return /CERT|SSL|TLS|ALTNAME/.test(code) ? 'ssl_error' : 'connection_failed';
}
