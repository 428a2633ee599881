import helmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { type RequestListener, createServer } from 'node:http';
import { v4 as uuidv4 } from 'uuid';
import { AppModule, type ReplaceableParts } from './app.module.js';
import type { Config } from './platform/config/config.js';
import { BODY_LIMIT, keepBodiesRaw } from './platform/http/json-body.js';
import { HttpReceiver } from './slack/index.js';
import { NestLog, createLog } from './platform/logging/log.js';

/** Longer than a load balancer keeps an idle connection, so that it never writes into one that we close. */
const KEEP_ALIVE_MS = 72_000;

/** So many may wait to be accepted. When Slack opens more at once, what finds no room waits a second for its next try. */
const BACKLOG = 4_096;

/** A process of Switchboard, put together but not yet listening. Its database is migrated. */
export async function createService(
  config: Config,
  parts: ReplaceableParts = {},
): Promise<NestFastifyApplication> {
  let slack: HttpReceiver | undefined;
  const adapter = new FastifyAdapter({
    serverFactory: (handler: RequestListener) =>
      createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
        if (slack?.takes(request)) slack.handle(request, response);
        else handler(request, response);
      }),
    bodyLimit: BODY_LIMIT,
    genReqId: () => uuidv4(),
    // A browser's idle connection must not hold up a shutdown.
    forceCloseConnections: true,
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.register(config, parts), adapter, {
    logger: new NestLog(createLog(config.logLevel)),
    abortOnError: false,
  });
  keepBodiesRaw(app);
  await app.register(helmet, {
    // Plain http is how it runs on a laptop; whoever terminates TLS upgrades.
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
    strictTransportSecurity: config.publicUrl.startsWith('https:'),
  });
  if (config.serves) {
    serveReference(app);
    slack = app.get(HttpReceiver);
  }
  return app;
}

export const listen = (app: NestFastifyApplication, port: number, host: string) =>
  app.listen({ port, host, backlog: BACKLOG });

/** The OpenAPI document and its page, at /docs and /docs-json. */
function serveReference(app: NestFastifyApplication) {
  const document = new DocumentBuilder()
    .setTitle('Switchboard')
    .setDescription(
      'Alerts and reports in over HTTP, cards in Slack out. Errors are problem documents (RFC 9457).',
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A workspace’s key, swb_…' })
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, document));
}
