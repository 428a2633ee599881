import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Config } from '../platform/config/config.js';
import { BoltApp } from './bolt-app.js';
import { HandlerDiscovery } from './handler-discovery.js';
import { SlackClients } from './slack-clients.js';
import { SlackIntake } from './slack-intake.js';
import { SlackTokens } from './slack-tokens.js';
import { SlackController } from './slack.controller.js';

/** The edge to Slack. Global: every module above talks to Slack through it. */
@Module({})
export class SlackModule {
  static register(config: Config): DynamicModule {
    return {
      module: SlackModule,
      global: true,
      imports: [DiscoveryModule],
      controllers: config.serves ? [SlackController] : [],
      providers: [SlackTokens, SlackClients, HandlerDiscovery, BoltApp, SlackIntake],
      exports: [SlackTokens, SlackClients],
    };
  }
}
