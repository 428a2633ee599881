import { type DynamicModule, Module } from '@nestjs/common';
import { APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import { BoltApp } from './bolt-app.js';
import { HandlerRegistry } from './handler-registry.js';
import { HttpReceiver } from './http-receiver.js';
import { HandlerInterceptor } from './handler.interceptor.js';
import { People } from './people.js';
import { SlackCalls } from './slack-calls.js';
import { SlackClients } from './slack-clients.js';
import { SlackIntake } from './slack-intake.js';
import { SlackTokens } from './slack-tokens.js';
import { SlackWebhooks } from './slack-webhooks.js';
import { SocketPool } from './socket-pool.js';
import { SocketReceiver } from './socket-receiver.js';

/** The edge to Slack. Global: every module above talks to Slack through it. */
@Module({})
export class SlackModule {
  static register(): DynamicModule {
    return {
      module: SlackModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        SlackTokens,
        SlackClients,
        SlackCalls,
        SlackWebhooks,
        HandlerRegistry,
        BoltApp,
        SlackIntake,
        HttpReceiver,
        SocketPool,
        SocketReceiver,
        People,
        { provide: APP_INTERCEPTOR, useClass: HandlerInterceptor },
      ],
      exports: [
        SlackTokens,
        SlackClients,
        SlackCalls,
        SlackWebhooks,
        HandlerRegistry,
        BoltApp,
        SlackIntake,
        HttpReceiver,
        SocketPool,
        People,
      ],
    };
  }
}
