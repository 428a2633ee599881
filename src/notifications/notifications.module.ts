import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../platform/config/config.js';
import { FirstNotification } from './first-notification.js';
import { IngestController } from './ingest/ingest.controller.js';
import { MessageOrigins } from './message-origins.js';
import { NotificationKinds } from './notification-kinds.js';
import { NotificationRetention } from './notification-retention.js';
import { NotificationEntity } from './notification.entity.js';
import { NotificationsController } from './notifications.controller.js';
import { Notifications } from './notifications.service.js';
import { OnCallDirectory } from './on-call-directory.js';
import { RoutingController } from './routing.controller.js';
import { RouteMentions } from './route-mentions.js';
import { Routing } from './routing.service.js';
import { SilencedNotifications } from './silenced-notifications.js';
import { Silencers } from './silencers.js';

/** What comes in from other systems, and where it goes. */
@Module({})
export class NotificationsModule {
  static register(config: Config): DynamicModule {
    return {
      module: NotificationsModule,
      global: true,
      imports: [TypeOrmModule.forFeature([NotificationEntity])],
      controllers: config.serves ? [NotificationsController, IngestController, RoutingController] : [],
      providers: [
        Notifications,
        NotificationKinds,
        NotificationRetention,
        Routing,
        FirstNotification,
        MessageOrigins,
        Silencers,
        SilencedNotifications,
        RouteMentions,
        OnCallDirectory,
      ],
      exports: [
        Notifications,
        NotificationKinds,
        Routing,
        MessageOrigins,
        Silencers,
        SilencedNotifications,
        OnCallDirectory,
      ],
    };
  }
}
