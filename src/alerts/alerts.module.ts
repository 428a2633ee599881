import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../platform/config/config.js';
import { AlertRetention } from './alert-retention.js';
import { AlertStatistics } from './alert-statistics.js';
import { AlertEntity } from './alert.entity.js';
import { AlertsController } from './alerts.controller.js';
import { Alerts } from './alerts.service.js';
import { AlertsSlack } from './alerts.slack.js';

@Module({})
export class AlertsModule {
  static register(config: Config): DynamicModule {
    return {
      module: AlertsModule,
      global: true,
      imports: [TypeOrmModule.forFeature([AlertEntity])],
      controllers: config.serves ? [AlertsController] : [],
      providers: [Alerts, AlertsSlack, AlertStatistics, AlertRetention],
      exports: [Alerts, AlertStatistics],
    };
  }
}
