import type { WebSocket } from 'ws';
import type { Outcome } from '../deliveries/outcome.js';
import type { JsonObject } from '../json.js';
import { systemTimer } from '../timer.js';
import { readAcknowledgement, type Envelope } from './envelope.js';

/** Often enough for any client: Slack's own gives up after 30 s without (facts, section 13). */
const PING_MS = 10_000;

/** One WebSocket of an app, and what was sent over it and not acknowledged yet. */
export class SocketConnection {
  private readonly waiting = new Map<string, (outcome: Omit<Outcome, 'ms'>) => void>();
  private readonly pings: NodeJS.Timeout;

  constructor(
    private readonly socket: WebSocket,
    onClose: () => void,
  ) {
    this.pings = setInterval(() => socket.ping(), PING_MS);
    this.pings.unref();
    socket.on('message', (data: Buffer) => this.acknowledge(data.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(this.pings);
      onClose();
      for (const settle of this.waiting.values()) settle(failed('connection_failed'));
      this.waiting.clear();
    });
  }

  say(frame: JsonObject): void {
    this.socket.send(JSON.stringify(frame));
  }

  /** Sends an envelope and waits for its acknowledgement, `deadlineMs` of the world at most. */
  async deliver(envelope: Envelope, deadlineMs: number): Promise<Outcome> {
    const began = systemTimer.now();
    const outcome = await new Promise<Omit<Outcome, 'ms'>>((resolve) => {
      const cancel = systemTimer.after(deadlineMs, () => settle(failed('http_timeout')));
      const settle = (result: Omit<Outcome, 'ms'>) => {
        cancel();
        this.waiting.delete(envelope.envelope_id);
        resolve(result);
      };
      this.waiting.set(envelope.envelope_id, settle);
      this.say(envelope);
    });
    return { ...outcome, ms: systemTimer.now() - began };
  }

  /** Whether the other side answers a ping, which no handler hears of, within `ms` of the world. */
  answers(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (answer: boolean) => {
        cancel();
        this.socket.off('pong', heard);
        resolve(answer);
      };
      const heard = () => settle(true);
      const cancel = systemTimer.after(ms, () => settle(false));
      this.socket.once('pong', heard);
      this.socket.ping();
    });
  }

  /** Closes as Slack does, with a close frame. */
  close(): void {
    this.socket.close(1000);
  }

  /** Cuts the line without a word. */
  cut(): void {
    this.socket.terminate();
  }

  private acknowledge(frame: string): void {
    const acknowledgement = readAcknowledgement(frame);
    if (!acknowledgement) return;
    const { envelopeId, body } = acknowledgement;
    const headers: Record<string, string> = body === '' ? {} : { 'content-type': 'application/json' };
    this.waiting.get(envelopeId)?.({ status: 200, headers, body });
  }
}

function failed(failure: Outcome['failure']): Omit<Outcome, 'ms'> {
  return { status: null, headers: {}, body: '', failure };
}
