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
import { LaneWaker } from './lane-waker.js';
import { MessageSender, SlackMessageSender } from './message-sender.js';
import { Outbox } from './outbox.js';

const WORKS = [
  ...[LaneSession, LaneRows, LaneClaims, LaneOutcomes, LaneRecovery, LaneOwner, LaneSender, LaneRunner],
  ChannelDirectory,
];

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
      providers: [Outbox, LaneWaker, ...(config.works ? [...WORKS, sends] : [])],
      exports: [Outbox],
    };
  }
}
