import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Config } from '../platform/config/config.js';
import { Log } from '../platform/logging/log.js';
import { Metrics } from '../platform/metrics/metrics.js';
import type { Envelope } from './domain/index.js';
import { SlackIntake } from './slack-intake.js';
import { SocketPool } from './socket-pool.js';

/** As by HTTP: what comes on top is left for later before we spend time on it. */
const MOST_UNDER_WAY = 2_000;

/**
 * What Slack sends over WebSockets, in worker processes, where SLACK_APP_TOKEN is set (ADR 0015). It goes the way that
 * HTTP's goes, and is acknowledged where HTTP would have answered 200; where HTTP would have answered anything else it is
 * not, and Slack sends it again.
 */
@Injectable()
export class SocketReceiver implements OnApplicationBootstrap, OnModuleDestroy {
  private underWay = 0;
  private readonly unacknowledged;

  constructor(
    private readonly config: Config,
    private readonly pool: SocketPool,
    private readonly intake: SlackIntake,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.unacknowledged = metrics.counter(
      'socket_unacknowledged_total',
      'What came by Socket Mode and is Slack’s to send again, by reason.',
      ['reason'],
    );
  }

  onApplicationBootstrap() {
    const { appToken } = this.config.slack;
    if (!this.config.works || appToken === undefined) return;
    this.pool.start(appToken, (envelope, acknowledge) => this.take(envelope, acknowledge));
  }

  /** Before anything else stops: answers still need all of it. */
  onModuleDestroy(): Promise<void> {
    return this.pool.stop();
  }

  private async take(envelope: Envelope, acknowledge: (body: unknown) => boolean): Promise<void> {
    const arrivedAt = performance.now();
    if (this.underWay >= MOST_UNDER_WAY) return this.leave('overload');
    this.underWay += 1;
    const { payload, retryNum, retryReason } = envelope;
    const reference = randomUUID();
    try {
      const { status, body } = await this.intake.take({
        payload,
        json: Buffer.from(JSON.stringify(payload)),
        transport: 'socket',
        retryNum,
        retryReason,
        reference,
        arrivedAt,
      });
      if (status !== 200) this.leave(status === 503 ? 'not_stored' : 'not_understood');
      else if (!acknowledge(body)) this.leave('connection_lost');
    } catch (err) {
      this.log.error({ err, reference }, 'Something that Slack sent was not taken in');
      this.leave('failed');
    } finally {
      this.underWay -= 1;
    }
  }

  private leave(reason: string) {
    this.unacknowledged.inc({ reason });
  }
}
