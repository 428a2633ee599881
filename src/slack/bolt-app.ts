import { Injectable } from '@nestjs/common';
import bolt from '@slack/bolt';
import { Log } from '../platform/logging/log.js';
import type { SlackPayload, Tenant } from './domain/index.js';
import { SlackClients, slackLogger } from './slack-clients.js';
import type { HandlerContext, RegisteredHandler } from './slack-handlers.js';
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

const WRAPPERS = new Set<unknown>([bolt.ErrorCode.UnknownError, bolt.ErrorCode.AuthorizationError]);

/** Bolt wraps what `authorize` and handlers throw. Others' errors have an `original` too, which says less than they do. */
function unwrapped(error: unknown): unknown {
  const { code, original } = (error ?? {}) as { code?: unknown; original?: unknown };
  return WRAPPERS.has(code) && original !== undefined ? original : error;
}

/** One call of one handler. */
export interface Dispatch {
  handler: RegisteredHandler;
  ctx: HandlerContext;
  tenant: Tenant;
  payload: SlackPayload;
  /** Never called for an event: that was acknowledged when it was stored. */
  ack: (body?: unknown) => Promise<void>;
  retryNum?: number;
  retryReason?: string;
}

/** The one Bolt app: it makes of a payload what handlers are given. Who is called, our rows say. */
@Injectable()
export class BoltApp {
  private readonly app: bolt.App;
  /** Bolt asks who a payload is for before there is a context to carry it in. */
  private readonly tenants = new WeakMap<object, Tenant>();

  constructor(
    private readonly tokens: SlackTokens,
    clients: SlackClients,
    log: Log,
  ) {
    const { logger, ...clientOptions } = clients.options();
    this.app = new bolt.App({
      receiver: new NestReceiver(),
      authorize: (_source, body) => this.authorize(body as object),
      clientOptions,
      logger: logger ?? slackLogger(log),
      extendedErrorHandler: true,
      convoStore: false,
    });
    // Bolt's default handler logs and forgets; whoever took the request in must know that it failed.
    this.app.error((args: object) => Promise.reject((args as { error: Error }).error));
    this.app.use(async (args) => {
      const { handler, ctx } = args.context.dispatch as Dispatch;
      await handler.handle(ctx, args);
    });
  }

  /** @throws NotInstalledError, and what the handler throws */
  async dispatch(dispatch: Dispatch): Promise<void> {
    const { payload, tenant, retryNum, retryReason } = dispatch;
    this.tenants.set(payload, tenant);
    try {
      await this.app.processEvent({
        body: payload,
        retryNum,
        retryReason,
        ack: async (body?: unknown) => {
          if (dispatch.handler.kind !== 'event') await dispatch.ack(body);
        },
        customProperties: { dispatch },
      });
    } catch (error) {
      throw unwrapped(error);
    }
  }

  private async authorize(body: object): Promise<bolt.AuthorizeResult> {
    const tenant = this.tenants.get(body);
    if (tenant === undefined) throw new Error('Bolt was given a payload that nobody has sorted');
    const { botToken, botId, botUserId } = await this.tokens.botOf(tenant);
    return { botToken, botId, botUserId, teamId: tenant.workspaceId, enterpriseId: tenant.enterpriseId };
  }
}
