import { Injectable } from '@nestjs/common';
import { Deliveries, type DeliveryView, LaneOverview } from '../delivery/index.js';
import { type EventView, Events } from '../events/index.js';
import { Installations, type WorkspaceSummary, botScopes } from '../installation/index.js';
import { Routing } from '../notifications/index.js';
import { Config } from '../platform/config/config.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { type UsedChannel, UsedChannels } from './used-channels.js';

export interface WorkspaceHealth {
  summary: WorkspaceSummary;
  needed: { scope: string; why: string; granted: boolean }[];
  channels: UsedChannel[];
  lastEvent?: EventView;
  lastDelivery?: DeliveryView;
  waiting: number;
  failed: number;
}

/** How a workspace stands: what it granted, where the bot is, and what came and went last. */
@Injectable()
export class Health {
  constructor(
    private readonly installations: Installations,
    private readonly routing: Routing,
    private readonly channels: UsedChannels,
    private readonly events: Events,
    private readonly deliveries: Deliveries,
    private readonly lanes: LaneOverview,
    private readonly config: Config,
  ) {}

  async of(ctx: WorkspaceContext): Promise<WorkspaceHealth> {
    const summary = await this.installations.summary(ctx);
    const { document } = await this.routing.current(ctx);
    const { events } = await this.events.list(ctx, { limit: 1 });
    const { deliveries } = await this.deliveries.list(ctx, { state: 'sent', limit: 1 });
    const { waiting, failed } = await this.lanes.of(ctx);
    return {
      summary,
      // Of an organisation no webhook is asked for, and a workspace works without one.
      needed: botScopes(this.config, true).map((asked) => ({
        ...asked,
        granted: summary.scopes.includes(asked.scope),
      })),
      channels: await this.channels.of(ctx, document),
      lastEvent: events[0],
      lastDelivery: deliveries[0],
      waiting,
      failed,
    };
  }
}
