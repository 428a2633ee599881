import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { DEMO_SIGNING_SECRET } from '../../sandbox/demo.js';
import { eventBody } from '../../bench/inbox/payloads.js';

/** Slack gives up at 3 s. Its pauses between attempts are longer than ours: there it takes an hour what takes seconds here. */
const TIMEOUT_MS = 3_000;
const AGAIN_MS = 250;

/** Posts events as Slack does: what is not answered 200 in time comes again, the same but for its headers. */
export class Sender {
  readonly accepted = new Set<string>();
  attempts = 0;

  /** @param urls of the web processes, one after the other */
  constructor(private readonly urls: string[]) {}

  /** Resolves when the event was accepted, or when `signal` ended it. */
  async send(number: number, signal: AbortSignal): Promise<void> {
    const body = eventBody(number);
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      if (attempt > 0) await pause(AGAIN_MS);
      this.attempts += 1;
      if (await this.isAccepted(this.urls[(number + attempt) % this.urls.length], body, attempt)) {
        this.accepted.add((JSON.parse(body) as { event_id: string }).event_id);
        return;
      }
    }
  }

  private async isAccepted(url: string, body: string, attempt: number): Promise<boolean> {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const hmac = createHmac('sha256', DEMO_SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
    try {
      const answer = await fetch(`${url}/slack/events`, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': `v0=${hmac}`,
          ...(attempt === 0 ? {} : { 'x-slack-retry-num': String(attempt) }),
        },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await answer.arrayBuffer();
      return answer.status === 200;
    } catch {
      return false;
    }
  }
}
