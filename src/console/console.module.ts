import { type DynamicModule, Module } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { AuditTrailController } from './audit.controller.js';
import { ConfigurationController } from './configuration.controller.js';
import { Configuration } from './configuration.service.js';
import { ConsoleGuard } from './console.guard.js';
import { ConsoleProblems } from './console-problems.filter.js';
import { ConsoleSessions } from './console-sessions.js';
import { FailedDeliveriesController } from './deliveries.controller.js';
import { ConsoleDestinationsController } from './destinations.controller.js';
import { Health } from './health.service.js';
import { HomeController } from './home.controller.js';
import { KeysController } from './keys.controller.js';
import { PeopleNames } from './people-names.js';
import { RoutesController } from './routes.controller.js';
import { SignInController } from './sign-in.controller.js';
import { SignIn } from './sign-in.service.js';
import { UsedChannels } from './used-channels.js';

const CONTROLLERS = [
  SignInController,
  HomeController,
  KeysController,
  RoutesController,
  ConsoleDestinationsController,
  FailedDeliveriesController,
  AuditTrailController,
  ConfigurationController,
];

/** The admin's pages. Sessions are everywhere: whichever process loses a workspace ends them. */
@Module({})
export class ConsoleModule {
  static register(config: Config): DynamicModule {
    return {
      module: ConsoleModule,
      controllers: config.serves ? CONTROLLERS : [],
      providers: [
        ConsoleSessions,
        ...(config.serves
          ? [SignIn, ConsoleGuard, ConsoleProblems, UsedChannels, Health, Configuration, PeopleNames]
          : []),
      ],
    };
  }
}
