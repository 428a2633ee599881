import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../platform/config/config.js';
import { ChannelDirectory } from './channel-directory.js';
import { Deliveries } from './deliveries.service.js';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveryReplay } from './delivery-replay.js';
import { DeliveryRetention } from './delivery-retention.js';
import { DeliveryEntity } from './delivery.entity.js';
import { LaneClaims } from './lane-claims.js';
import { LaneMetrics } from './lane-metrics.js';
import { LaneOutcomes } from './lane-outcomes.js';
import { LaneOverview } from './lane-overview.js';
import { LaneOwner } from './lane-owner.js';
import { LaneRecovery } from './lane-recovery.js';
import { LaneRows } from './lane-rows.js';
import { LaneRunner } from './lane-runner.js';
import { LaneSender } from './lane-sender.js';
import { LaneSession } from './lane-session.js';
import { LaneWaker } from './lane-waker.js';
import { LanesController } from './lanes.controller.js';
import { MessageSender, SlackMessageSender } from './message-sender.js';
import { Outbox } from './outbox.js';
import { Permalinks } from './permalinks.js';

const WORKS = [
  LaneMetrics,
  ...[LaneSession, LaneRows, LaneClaims, LaneOutcomes, LaneRecovery, LaneOwner, LaneSender, LaneRunner],
  ChannelDirectory,
  { provide: MessageSender, useClass: SlackMessageSender },
];

/** Reading what is owed and what became of it, and giving it another try. */
const SEES = [Deliveries, DeliveryReplay, LaneOverview, Permalinks];

/** What is owed to Slack, in which order, when. */
@Module({})
export class DeliveryModule {
  static register(config: Config): DynamicModule {
    return {
      module: DeliveryModule,
      global: true,
      imports: [TypeOrmModule.forFeature([DeliveryEntity])],
      controllers: config.serves ? [DeliveriesController, LanesController] : [],
      providers: [Outbox, LaneWaker, DeliveryRetention, ...SEES, ...(config.works ? WORKS : [])],
      exports: [Outbox, ...SEES],
    };
  }
}
