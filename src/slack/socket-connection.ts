import { SocketModeClient } from '@slack/socket-mode';
import type { WebClientOptions } from '@slack/web-api';
import { within } from '../platform/deadline.js';
import { parseStorable } from '../platform/http/json-body.js';
import {
  type DisconnectReason,
  type Envelope,
  type Frame,
  acknowledgement,
  readFrame,
} from './domain/index.js';

/** `apps.connections.open`, the WebSocket and Slack's hello together. */
const HELLO_MS = 15_000;
/** Everything is answered by 2.5 s, one way or another. */
const ANSWERS_MS = 3_000;
/** Slack's part in closing; who doesn't answer by then is gone. */
const CLOSE_MS = 1_000;
const LOOK_MS = 1_000;

/** Why a connection needs a successor: Slack's reason, or `lost` when it went without one. */
export type EndReason = DisconnectReason | 'lost';

/** Takes one payload, and calls `acknowledge` when Slack need not send it again; false says that the line is gone. */
export type EnvelopeTaker = (envelope: Envelope, acknowledge: (body: unknown) => boolean) => Promise<void>;

export interface SocketOptions {
  appToken: string;
  client: WebClientOptions;
  take: EnvelopeTaker;
  /** A line is dead when a ping got no answer for so long; Slack's client asks three times in it. Default 5 s. */
  pingTimeoutMs?: number;
}

/** Slack took the WebSocket and ended it before its hello. */
export class SocketRefusedError extends Error {
  constructor(readonly reason: EndReason) {
    super(`Slack ended the connection before its hello (${reason})`);
  }
}

/**
 * Slack's client without its habits. At any word of `disconnect` it closes at once, which leaves nobody to take what Slack
 * sends until another connection is there, and can't acknowledge any more what it has just been sent. And an event without
 * an `event` in it (the flat `app_rate_limited`) ends the process as an unhandled rejection.
 */
class FrameClient extends SocketModeClient {
  onFrame?: (frame: Frame) => void;

  protected override async onWebSocketMessage(data: string | ArrayBuffer, isBinary: boolean): Promise<void> {
    if (typeof data !== 'string') return;
    const frame = read(data);
    this.onFrame?.(frame);
    if (frame.kind === 'hello') await super.onWebSocketMessage(data, isBinary);
  }

  say(frame: object): boolean {
    const socket = this.websocket;
    if (socket?.isActive() !== true) return false;
    let sent = true;
    socket.send(JSON.stringify(frame), (error) => (sent = error === undefined));
    return sent;
  }
}

/**
 * One WebSocket of Slack's, from its hello to its end. It never comes back: whoever holds it opens another when it `ended`,
 * which may be some time before it is `gone`.
 */
export class SocketConnection {
  /** A successor is needed. */
  readonly ended: Promise<EndReason>;
  /** It carries nothing any more. */
  readonly gone: Promise<void>;
  connectionsOfApp?: number;

  private readonly underWay = new Set<Promise<void>>();
  private readonly client: FrameClient;
  private greeted = false;
  private taking = true;
  private reason?: EndReason;
  private end!: (reason: EndReason) => void;
  private leave!: () => void;
  private watch?: NodeJS.Timeout;

  private constructor(private readonly options: SocketOptions) {
    const { appToken, client, pingTimeoutMs: clientPingTimeout } = options;
    const { logger, ...clientOptions } = client;
    this.client = new FrameClient({
      appToken,
      clientOptions,
      logger,
      clientPingTimeout,
      autoReconnectEnabled: false,
    });
    this.ended = new Promise((resolve) => {
      this.end = (reason) => resolve((this.reason ??= reason));
    });
    this.gone = new Promise((resolve) => (this.leave = resolve));
    void this.gone.then(() => clearInterval(this.watch));
    this.client.onFrame = (frame) => this.receive(frame);
    this.client.on('disconnected', () => this.lose());
  }

  /** @throws WebClient's errors, SocketRefusedError and DeadlineError */
  static async open(options: SocketOptions): Promise<SocketConnection> {
    const connection = new SocketConnection(options);
    try {
      await within(HELLO_MS, connection.start());
    } catch (error) {
      connection.lose();
      void connection.disconnect();
      // Its start may still be going on: what comes of it is closed.
      connection.client.once('connected', () => void connection.disconnect());
      // Slack's client has no words for a WebSocket that ended before its hello.
      if (error === undefined) throw new SocketRefusedError(connection.reason ?? 'lost');
      throw error;
    }
    connection.greeted = true;
    connection.watch = setInterval(() => connection.lookAfter(), LOOK_MS).unref();
    return connection;
  }

  /** Closes as soon as nothing is under way; until then it goes on taking, for Slack goes on sending. */
  async retire(): Promise<void> {
    await this.answers();
    await this.close();
  }

  /** Takes nothing more, waits for the answers to what was taken, and closes. What comes now is Slack's to send again. */
  async close(): Promise<void> {
    this.taking = false;
    await this.answers();
    this.lose();
    await this.disconnect();
  }

  private async start(): Promise<void> {
    await this.client.start();
  }

  private receive(frame: Frame) {
    if (frame.kind === 'hello') this.connectionsOfApp = frame.connectionsOfApp;
    else if (frame.kind === 'disconnect') this.announce(frame.reason);
    else if (frame.kind === 'envelope' && this.taking) this.take(frame.envelope);
  }

  /** It stays open: Slack goes on sending over it until it is closed, by either side. */
  private announce(reason: DisconnectReason) {
    this.end(reason);
    if (!this.greeted) void this.disconnect();
  }

  private take(envelope: Envelope) {
    const acknowledge = (body: unknown) => this.client.say(acknowledgement(envelope, body));
    const taken = this.options.take(envelope, acknowledge).finally(() => this.underWay.delete(taken));
    this.underWay.add(taken);
  }

  private async answers(): Promise<void> {
    const all = async () => {
      while (this.underWay.size > 0) await Promise.allSettled(this.underWay);
    };
    await within(ANSWERS_MS, all()).catch(() => undefined);
  }

  /** Slack's client gives a peer that fell silent half a minute to say good-bye; nothing comes over such a line. */
  private lookAfter() {
    if (this.client.websocket?.isActive() === true) return;
    this.lose();
    void this.disconnect();
  }

  private lose() {
    this.taking = false;
    this.end('lost');
    this.leave();
  }

  private async disconnect(): Promise<void> {
    try {
      await within(CLOSE_MS, this.client.disconnect());
    } catch {
      // Asked a second time, Slack's client doesn't wait for the other side.
      void this.client.disconnect();
    }
  }
}

function read(text: string): Frame {
  try {
    return readFrame(parseStorable(text));
  } catch {
    return { kind: 'unusable' };
  }
}
