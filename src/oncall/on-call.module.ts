import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../platform/config/config.js';
import { OnCallController } from './on-call.controller.js';
import { OnCallPeople } from './on-call-people.js';
import { OnCall } from './on-call.service.js';
import { RotationEntity } from './rotation.entity.js';

/** Who is on call. */
@Module({})
export class OnCallModule {
  static register(config: Config): DynamicModule {
    return {
      module: OnCallModule,
      global: true,
      imports: [TypeOrmModule.forFeature([RotationEntity])],
      controllers: config.serves ? [OnCallController] : [],
      providers: [OnCall, OnCallPeople],
      exports: [OnCall],
    };
  }
}
