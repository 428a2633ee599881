import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../platform/config/config.js';
import { ChannelDirectory } from './channel-directory.js';
import { DeliveryEntity } from './delivery.entity.js';
import { FallbackChannels } from './fallback-channels.js';
import { FullMessageLink } from './full-message-link.js';
import { FullMessageController } from './full-message.controller.js';
import { LaneClaims } from './lane-claims.js';
import { LaneRunner, LaneWakeWorker } from './lane-runner.js';
import { LaneSender } from './lane-sender.js';
import { LANES_QUEUE, LaneWaker } from './lane-waker.js';
import { Outbox } from './outbox.js';

/** What is owed to Slack, in which order, when. */
@Module({})
export class DeliveryModule {
  static register(config: Config): DynamicModule {
    return {
      module: DeliveryModule,
      global: true,
      imports: [TypeOrmModule.forFeature([DeliveryEntity]), BullModule.registerQueue({ name: LANES_QUEUE })],
      controllers: config.serves ? [FullMessageController] : [],
      providers: [
        FallbackChannels,
        FullMessageLink,
        Outbox,
        LaneWaker,
        ...(config.works ? [LaneClaims, LaneSender, LaneRunner, LaneWakeWorker, ChannelDirectory] : []),
      ],
      exports: [FallbackChannels, FullMessageLink, Outbox],
    };
  }
}
