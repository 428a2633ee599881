import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Log } from '../platform/logging/log.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { nextPause, pauseAfter, wasSteady, whatToDo } from './domain/index.js';
import { SlackClients } from './slack-clients.js';
import { type EndReason, type EnvelopeTaker, SocketConnection } from './socket-connection.js';
import { type SocketFailure, socketFailure } from './socket-failure.js';
import { SocketWatch } from './socket-watch.js';

/** One is replaced while the other carries on. Slack gives an app ten: enough for five workers. */
const CONNECTIONS = 2;

/**
 * Keeps connections to Slack open, one attempt at a time: what an attempt learned (a pause, a refusal) goes for all of
 * them. A connection whose end Slack announces carries on until its successor has said hello.
 */
@Injectable()
export class SocketPool {
  private readonly open = new Set<SocketConnection>();
  /** Of those, the ones whose end Slack has announced. */
  private readonly leaving = new Set<SocketConnection>();
  private stopped = false;
  /** Milliseconds to wait before the next attempt. */
  private owed?: number;
  private lastPause?: number;
  /** Slack's word for a refusal that the log has told of. */
  private told?: string;
  private pausing = new AbortController();
  private wake: () => void = () => undefined;

  constructor(
    private readonly clients: SlackClients,
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  start(appToken: string, take: EnvelopeTaker) {
    void this.keep(appToken, take, new SocketWatch(this.log, this.metrics));
  }

  /** Ends the present pause. */
  look() {
    this.pausing.abort();
  }

  /** Nothing is taken any more; what was taken is answered before the connections are closed. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.look();
    this.wake();
    await Promise.all([...this.open].map((connection) => connection.close()));
  }

  private async keep(appToken: string, take: EnvelopeTaker, watch: SocketWatch): Promise<void> {
    const options = { appToken, take, client: this.clients.options() };
    while (!this.stopped) {
      if (this.isFull) {
        await new Promise<void>((resolve) => (this.wake = resolve));
        continue;
      }
      await this.pause();
      if (this.stopped) return;
      try {
        await this.admit(await SocketConnection.open(options), watch);
      } catch (error) {
        if (!this.stopped) this.fail(socketFailure(error), watch);
      }
    }
  }

  private get isFull(): boolean {
    return this.open.size - this.leaving.size >= CONNECTIONS;
  }

  private async pause(): Promise<void> {
    const ms = this.owed ?? 0;
    this.pausing = new AbortController();
    const { signal } = this.pausing;
    if (ms > 0) await sleep(ms, undefined, { signal }).catch(() => undefined);
    // What was lost during the pause is not waited for again.
    this.owed = undefined;
  }

  private async admit(connection: SocketConnection, watch: SocketWatch): Promise<void> {
    if (this.stopped) return connection.close();
    const since = performance.now();
    this.told = undefined;
    this.open.add(connection);
    watch.opened(connection.connectionsOfApp);
    void connection.ended.then((reason) => {
      if (this.stopped) return;
      this.leaving.add(connection);
      watch.ended(reason);
      this.owe(reason, performance.now() - since);
      this.wake();
    });
    void connection.gone.then(() => {
      this.open.delete(connection);
      this.leaving.delete(connection);
      watch.gone(this.stopped);
    });
    if (this.isFull) this.letGo();
  }

  /** Their successors are there, or need their place. */
  private letGo() {
    for (const connection of this.leaving) void connection.retire();
  }

  private owe(reason: EndReason, livedMs: number) {
    const steady = wasSteady(livedMs);
    if (steady) this.lastPause = undefined;
    // Slack's own refresh comes to each connection at a time of its own; a loss may have come to a whole fleet.
    if (reason === 'lost' || !steady) this.owed ??= this.lastPause = nextPause(this.lastPause, Math.random());
  }

  private fail(failure: SocketFailure, watch: SocketWatch) {
    const { code, refused, words } = failure;
    watch.failed(code);
    const makesRoom = code === 'too_many_websockets' && this.leaving.size > 0;
    if (makesRoom) this.letGo();
    this.owed = pauseAfter({ ...failure, refused: refused && !makesRoom }, this.lastPause, Math.random());
    if (!refused) this.lastPause = this.owed;
    const about = { code, againInMs: Math.round(this.owed), connections: this.open.size };
    if (!refused || makesRoom) this.log.warn(about, `Could not connect to Slack by Socket Mode: ${words}`);
    else if (this.told !== code) {
      this.told = code;
      this.log.error(about, `Slack refuses Socket Mode (${words}): ${whatToDo(code)}`);
    } else this.log.debug(about, 'Slack still refuses Socket Mode');
  }
}
