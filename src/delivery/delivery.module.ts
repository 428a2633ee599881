import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../platform/config/config.js';
import { Addresses } from './addresses.js';
import { ChannelDirectory } from './channel-directory.js';
import { ChannelDirectorySlack } from './channel-directory.slack.js';
import { ChannelListing } from './channel-listing.js';
import { ChannelSight } from './channel-sight.js';
import { Deliveries } from './deliveries.service.js';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveryReplay } from './delivery-replay.js';
import { DeliveryRetention } from './delivery-retention.js';
import { DeliveryEntity } from './delivery.entity.js';
import { DestinationsController } from './destinations.controller.js';
import { Failover } from './failover.js';
import { FallbackChannels } from './fallback-channels.js';
import { FullMessageLink } from './full-message-link.js';
import { FullMessageController } from './full-message.controller.js';
import { LaneClaims } from './lane-claims.js';
import { LaneMetrics } from './lane-metrics.js';
import { LaneOutcomes } from './lane-outcomes.js';
import { LaneOverview } from './lane-overview.js';
import { LaneOwner } from './lane-owner.js';
import { HistorySearch } from './history-search.js';
import { LaneRecovery } from './lane-recovery.js';
import { LaneRows } from './lane-rows.js';
import { LaneRunner } from './lane-runner.js';
import { LaneSender } from './lane-sender.js';
import { LaneSession } from './lane-session.js';
import { LaneStorms } from './lane-storms.js';
import { LaneWaker } from './lane-waker.js';
import { LanesController } from './lanes.controller.js';
import { Mentions } from './mentions.js';
import { MessageSender, SlackMessageSender } from './message-sender.js';
import { OtherWays } from './other-ways.js';
import { Outbox } from './outbox.js';
import { OwedRows } from './owed-rows.js';
import { PeopleDirectory } from './people-directory.js';
import { StandingMessages } from './standing-messages.js';
import { Webhooks } from './webhooks.service.js';
import { Permalinks } from './permalinks.js';

const WORKS = [
  LaneMetrics,
  LaneSession,
  LaneRows,
  LaneClaims,
  LaneOutcomes,
  LaneRecovery,
  LaneStorms,
  HistorySearch,
  LaneOwner,
  LaneSender,
  LaneRunner,
  ChannelListing,
  PeopleDirectory,
  Addresses,
  OtherWays,
  Failover,
];

/** Reading what is owed and what became of it, and giving it another try. */
const SEES = [Deliveries, DeliveryReplay, LaneOverview, Permalinks, StandingMessages, ChannelSight];

const CONTROLLERS = [DestinationsController, DeliveriesController, LanesController, FullMessageController];

/** What is owed to Slack, in which order, when. */
@Module({})
export class DeliveryModule {
  /** @param sender in place of Slack, by HTTP */
  static register(config: Config, sender?: MessageSender): DynamicModule {
    const sends =
      sender === undefined
        ? { provide: MessageSender, useClass: SlackMessageSender }
        : { provide: MessageSender, useValue: sender };
    return {
      module: DeliveryModule,
      global: true,
      imports: [TypeOrmModule.forFeature([DeliveryEntity])],
      controllers: config.serves ? CONTROLLERS : [],
      providers: [
        Outbox,
        OwedRows,
        LaneWaker,
        ChannelDirectory,
        ChannelDirectorySlack,
        Webhooks,
        DeliveryRetention,
        FallbackChannels,
        FullMessageLink,
        Mentions,
        ...SEES,
        ...(config.works ? [...WORKS, sends] : []),
      ],
      exports: [Outbox, Webhooks, FallbackChannels, FullMessageLink, Mentions, ...SEES],
    };
  }
}
