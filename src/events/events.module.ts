import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from '../platform/config/config.js';
import { EventHandling } from './event-handling.js';
import { EventInbox } from './event-inbox.js';
import { EventPartitions } from './event-partitions.js';
import { EventRunner, EventWakeWorker } from './event-runner.js';
import { EventStore } from './event-store.js';
import { EVENTS_QUEUE, EventWaker } from './event-waker.js';
import { EventWorks } from './event-work.js';
import { EventsController } from './events.controller.js';
import { Events } from './events.service.js';

/** The durable inbox: what Slack tells us is on disk before it hears 200, and is handled once. */
@Module({})
export class EventsModule {
  static register(config: Config): DynamicModule {
    return {
      module: EventsModule,
      global: true,
      imports: [BullModule.registerQueue({ name: EVENTS_QUEUE })],
      controllers: config.serves ? [EventsController] : [],
      providers: [
        EventInbox,
        EventPartitions,
        EventStore,
        EventWaker,
        Events,
        ...(config.works ? [EventWorks, EventHandling, EventRunner, EventWakeWorker] : []),
      ],
      exports: [Events],
    };
  }
}
