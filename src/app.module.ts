import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { AlertsModule } from './alerts/index.js';
import { AuditModule } from './audit/index.js';
import { ChatopsModule } from './chatops/index.js';
import { CommandsModule } from './commands/index.js';
import { ConsoleModule } from './console/index.js';
import { DeliveryModule, type MessageSender } from './delivery/index.js';
import { EventsModule } from './events/index.js';
import { InstallationModule } from './installation/index.js';
import { InteractionsModule } from './interactions/index.js';
import { MutesModule } from './mutes/index.js';
import { NotificationsModule } from './notifications/index.js';
import { OnCallModule } from './oncall/index.js';
import { type Clock, SystemClock } from './platform/clock.js';
import type { Config } from './platform/config/config.js';
import { PlatformModule } from './platform/platform.module.js';
import { SchedulingModule } from './scheduling/index.js';
import { ServicesModule } from './services/index.js';
import { SlackModule } from './slack/index.js';

/** What tests and benchmarks put in the place of the real thing, or add to it. */
export interface ReplaceableParts {
  clock?: Clock;
  /** Where messages end. */
  sender?: MessageSender;
  /** Modules with handlers of their own. */
  modules?: Type[];
}

/** The only composition root: which modules a process of a role is made of. */
@Module({})
export class AppModule {
  static register(
    config: Config,
    { clock = new SystemClock(), sender, modules = [] }: ReplaceableParts = {},
  ): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.register(config, clock),
        SlackModule.register(),
        AuditModule,
        InstallationModule.register(config),
        EventsModule.register(config),
        CommandsModule,
        InteractionsModule,
        DeliveryModule.register(config, sender),
        NotificationsModule.register(config),
        OnCallModule.register(config),
        AlertsModule.register(config),
        MutesModule,
        ConsoleModule.register(config),
        SchedulingModule.register(config),
        ServicesModule.register(config),
        ChatopsModule,
        ...modules,
      ],
    };
  }
}
