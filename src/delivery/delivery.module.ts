import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../platform/config/config.js';
import { ChannelDirectory } from './channel-directory.js';
import { DeliveryEntity } from './delivery.entity.js';
import { LaneClaims } from './lane-claims.js';
import { LaneOutcomes } from './lane-outcomes.js';
import { LaneOwner } from './lane-owner.js';
import { LaneRecovery } from './lane-recovery.js';
import { LaneRows } from './lane-rows.js';
import { LaneRunner } from './lane-runner.js';
import { LaneSender } from './lane-sender.js';
import { LaneSession } from './lane-session.js';
import { LaneStorms } from './lane-storms.js';
import { LaneWaker } from './lane-waker.js';
import { MessageSender, SlackMessageSender } from './message-sender.js';
import { Outbox } from './outbox.js';

const WORKS = [
  ...[
    LaneSession,
    LaneRows,
    LaneClaims,
    LaneOutcomes,
    LaneRecovery,
    LaneStorms,
    LaneOwner,
    LaneSender,
    LaneRunner,
  ],
  ChannelDirectory,
  { provide: MessageSender, useClass: SlackMessageSender },
];

/** What is owed to Slack, in which order, when. */
@Module({})
export class DeliveryModule {
  static register(config: Config): DynamicModule {
    return {
      module: DeliveryModule,
      global: true,
      imports: [TypeOrmModule.forFeature([DeliveryEntity])],
      providers: [Outbox, LaneWaker, ...(config.works ? WORKS : [])],
      exports: [Outbox],
    };
  }
}
