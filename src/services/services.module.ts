import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../platform/config/config.js';
import { ServiceChecks } from './service-checks.js';
import { ServiceEntity } from './service.entity.js';
import { ServicesController } from './services.controller.js';
import { Services } from './services.service.js';

/** The services that a workspace wants looked at. */
@Module({})
export class ServicesModule {
  static register(config: Config): DynamicModule {
    return {
      module: ServicesModule,
      global: true,
      imports: [TypeOrmModule.forFeature([ServiceEntity])],
      controllers: config.serves ? [ServicesController] : [],
      providers: [Services, ServiceChecks],
      exports: [Services, ServiceChecks],
    };
  }
}
