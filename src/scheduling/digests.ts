import { Injectable } from '@nestjs/common';
import { AlertStatistics } from '../alerts/index.js';
import { Deliveries } from '../delivery/index.js';
import type { SlackMessage } from '../slack/index.js';
import { ChartUploads } from './chart-uploads.js';
import { chartOf } from './digest-chart.js';
import { type DigestData, digestMessage } from './digest-message.js';
import { type Covers, windowsOf } from './domain/data-window.js';

const MOST_OPEN = 5;

export interface DigestOrder {
  workspaceId: string;
  name: string;
  zone: string;
  covers: Covers;
  slot: Date;
  /** `preview`: it says so. */
  reason: string;
}

/** Makes digests: what happened in a workspace over a day or a week, and before. */
@Injectable()
export class Digests {
  constructor(
    private readonly alerts: AlertStatistics,
    private readonly deliveries: Deliveries,
    private readonly uploads: ChartUploads,
  ) {}

  async compose(order: DigestOrder): Promise<SlackMessage> {
    const ctx = { workspaceId: order.workspaceId };
    const { window, before } = windowsOf(order.covers, order.zone, order.slot);
    const data: DigestData = {
      ...order,
      window,
      now: await this.alerts.of(ctx, window),
      before: await this.alerts.of(ctx, before),
      // Whoever reads a digest may not look into every channel: all are counted, and those are named that anybody may see.
      open: {
        ...(await this.alerts.open(ctx, 0)),
        alerts: (await this.alerts.open(ctx, MOST_OPEN, 'public')).alerts,
      },
      failed: await this.deliveries.failedBetween(ctx, window),
      failedBefore: await this.deliveries.failedBetween(ctx, before),
    };
    const chart = chartOf({ ...order, window, firings: await this.alerts.firings(ctx, window) });
    const fileId = chart && (await this.uploads.upload(ctx, chart));
    return digestMessage(data, fileId === undefined ? undefined : { fileId, alt: chart?.alt ?? '' });
  }
}
