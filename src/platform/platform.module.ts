import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { Clock } from './clock.js';
import { Config } from './config/config.js';
import { Envelope } from './crypto/envelope.js';
import { parseKeyring } from './crypto/keyring.js';
import { ChangeFeed } from './database/change-feed.js';
import { DatabaseModule } from './database/database.module.js';
import { ProblemPages } from './errors/problem-pages.js';
import { ProblemFilter } from './errors/problem.filter.js';
import { HealthModule } from './health/health.module.js';
import { Idempotency } from './http/idempotency.js';
import { BodyValidation, JsonBodyInterceptor } from './http/json-body.js';
import { Log, createLog } from './logging/log.js';
import { Transactions } from './database/transactions.js';
import { Metrics } from './metrics/metrics.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { Outbound } from './outbound/outbound.js';
import { QueueModule } from './queue/queue.module.js';

/** The technical ground, for every module: it knows no Slack and no feature. */
@Module({})
export class PlatformModule {
  static register(config: Config, clock: Clock): DynamicModule {
    const ground = [
      { provide: Config, useValue: config },
      { provide: Clock, useValue: clock },
      { provide: Log, useFactory: () => createLog(config.logLevel) },
      { provide: Outbound, useFactory: () => new Outbound(config.outboundAllow) },
      { provide: Envelope, useFactory: () => new Envelope(parseKeyring(config.encryptionKeys ?? '')) },
    ];
    const shared = [ChangeFeed, Idempotency, Metrics, ProblemPages, Transactions];
    return {
      module: PlatformModule,
      global: true,
      imports: [DatabaseModule, QueueModule.register(config), ScheduleModule.forRoot(), HealthModule],
      providers: [
        ...ground,
        ...shared,
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_INTERCEPTOR, useClass: JsonBodyInterceptor },
        { provide: APP_PIPE, useClass: BodyValidation },
      ],
      controllers: [MetricsController],
      exports: [...ground.map(({ provide }) => provide), ...shared],
    };
  }
}
