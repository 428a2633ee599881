import { Injectable, type OnModuleInit } from '@nestjs/common';
import bolt from '@slack/bolt';
import { Log } from '../platform/logging/log.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { HandlerDiscovery } from './handler-discovery.js';
import { SlackClients, slackLogger } from './slack-clients.js';
import type { RegisteredHandler } from './slack-handlers.js';
import { SlackTokens } from './slack-tokens.js';

/** Nest takes the requests in; Bolt's own receivers, and their ports, stay out of it. */
class NestReceiver implements bolt.Receiver {
  init() {}
  start() {
    return Promise.resolve();
  }
  stop() {
    return Promise.resolve();
  }
}

/** The one Bolt app: it sorts what Slack sends and calls the handlers that Nest found. */
@Injectable()
export class BoltApp implements OnModuleInit {
  private readonly app: bolt.App;

  constructor(
    private readonly tokens: SlackTokens,
    private readonly discovery: HandlerDiscovery,
    clients: SlackClients,
    log: Log,
  ) {
    const { logger, ...clientOptions } = clients.options();
    this.app = new bolt.App({
      receiver: new NestReceiver(),
      authorize: (source) => this.authorize(source),
      clientOptions,
      logger: logger ?? slackLogger(log),
      extendedErrorHandler: true,
      convoStore: false,
    });
    // Bolt's default handler logs and forgets; whoever took the request in must know that it failed.
    this.app.error((args: object) => Promise.reject((args as { error: Error }).error));
  }

  onModuleInit() {
    for (const handler of this.discovery.find()) this.register(handler);
  }

  processEvent(event: bolt.ReceiverEvent): Promise<void> {
    return this.app.processEvent(event);
  }

  private async authorize(source: bolt.AuthorizeSourceData<boolean>): Promise<bolt.AuthorizeResult> {
    const workspace: WorkspaceContext = { workspaceId: source.teamId ?? '' };
    const { botToken, botId, botUserId, workspaceId } = await this.tokens.botOf(workspace);
    return { botToken, botId, botUserId, teamId: workspaceId, enterpriseId: source.enterpriseId };
  }

  private register({ kind, name, handle }: RegisteredHandler) {
    // Bolt's argument types differ by kind; the decorators' argument types (slack-handlers.ts) say the same to handlers.
    const listener = (args: object) => handle(workspaceOf(args), args) as Promise<void>;
    switch (kind) {
      case 'command':
        return this.app.command(name, listener);
      case 'action':
        return this.app.action(name, listener);
      case 'view':
        return this.app.view(name, listener);
      case 'event':
        return this.app.event(name, listener);
      case 'shortcut':
        return this.app.shortcut(name, listener);
      case 'options':
        return this.app.options(name, listener);
    }
  }
}

function workspaceOf(args: object): WorkspaceContext {
  const { teamId } = (args as { context: bolt.Context }).context;
  if (teamId === undefined) throw new Error('Slack sent a request that names no workspace');
  return { workspaceId: teamId };
}
