import type { Log } from '../platform/logging/log.js';
import type { Metrics } from '../platform/metrics/metrics.js';
import type { EndReason } from './socket-connection.js';

/** Counts a process's connections, and the times in which it has none. */
export class SocketWatch {
  private open = 0;
  private gapSince?: number;
  private readonly connections;
  private readonly reconnects;
  private readonly failedAttempts;
  private readonly gaps;

  constructor(
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.connections = metrics.gauge(
      'socket_connections',
      'Open Socket Mode connections of this process.',
      [],
    );
    this.reconnects = metrics.counter(
      'socket_reconnects_total',
      'Connections that needed a successor, by Slack’s reason, or lost without one.',
      ['reason'],
    );
    this.failedAttempts = metrics.counter(
      'socket_failed_attempts_total',
      'Attempts to connect that failed, by Slack’s word.',
      ['code'],
    );
    this.gaps = metrics.duration('socket_gap_seconds', 'Times without any connection.', []);
    this.connections.set(0);
  }

  opened(connectionsOfApp: number | undefined) {
    this.open += 1;
    this.connections.set(this.open);
    this.log.info({ connections: this.open, connectionsOfApp }, 'Connected to Slack by Socket Mode');
    if (this.gapSince === undefined) return;
    const seconds = (performance.now() - this.gapSince) / 1_000;
    this.gapSince = undefined;
    this.gaps.observe(seconds);
    this.log.warn({ seconds: Math.round(seconds * 10) / 10 }, 'A connection to Slack is back');
  }

  ended(reason: EndReason) {
    this.reconnects.inc({ reason });
    const about = { reason, connections: this.open };
    if (reason === 'lost') this.log.warn(about, 'A connection to Slack was lost; another is opened');
    else this.log.info(about, 'Slack ends a connection; another is opened');
  }

  /** @param meant the process stops: it is no gap, since other processes are there */
  gone(meant: boolean) {
    this.open -= 1;
    this.connections.set(this.open);
    if (this.open > 0 || meant) return;
    this.gapSince = performance.now();
    this.log.warn({}, 'No connection to Slack is left here: what no other process takes, Slack sends again');
  }

  failed(code: string) {
    this.failedAttempts.inc({ code });
  }
}
