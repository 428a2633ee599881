import fastify, { type FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import { registerApi } from './api/api-routes.js';
import { registerControl } from './control/control-routes.js';
import { registerResponseUrls } from './deliveries/response-url-routes.js';
import { registerFiles } from './files/file-routes.js';
import { KeeperLink } from './log/keeper-link.js';
import type { BookOptions } from './log/traffic-book.js';
import { registerOauth } from './oauth/oauth-routes.js';
import { registerOpenid } from './openid/openid-routes.js';
import { registerPage } from './page/page-routes.js';
import { Slack } from './slack.js';
import { registerSockets } from './socket/socket-routes.js';
import { systemTimer, type Timer } from './timer.js';
import type { SlackApp } from './workspace/model.js';
import { postScheduled } from './workspace/posting.js';
import { demoApp } from './workspace/seed.js';
import { registerWebhooks } from './webhooks/webhook-routes.js';

export interface SandboxOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Where the app under test listens; its URLs are put under this. Default the demo's, http://localhost:3000. */
  appUrl?: string;
  /** Anything else about the app that differs from the demo's. */
  app?: Partial<SlackApp>;
  /** Given each unexpected error of the sandbox itself. */
  onError?: (error: Error) => void;
  timer?: Timer;
  /**
   * The app's clock is moved along with the sandbox's. Without it signatures and id_tokens bear the machine's time, however
   * the sandbox's runs: an app takes what is five minutes off for a forgery (facts, section 2).
   */
  appFollowsTime?: boolean;
  /** Bounds of the log that this process keeps, and the file that it spills to. */
  log?: BookOptions;
  /** The URL of the process that keeps the log instead (ADR 0013). */
  logKeeper?: string;
  /** Of the faults that are asked for without one: a whole number below 2^32; drawn where absent. */
  faultSeed?: number;
}

export interface Sandbox {
  /** `http://host:port`, without a slash at the end. */
  url: string;
  port: number;
  faultSeed: number;
  /** Ends the server and every connection at once. */
  close(): Promise<void>;
}

/** Starts a Slack of one's own. Its Web API is at `url + '/api/'`, its people's page at `url`. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const slack = new Slack(
    options.timer ?? systemTimer,
    options.log,
    options.faultSeed,
    options.appFollowsTime,
  );
  await slack.log.recover();
  if (options.logKeeper !== undefined) slack.log.keepWith(await KeeperLink.open(options.logKeeper));
  slack.scheduled.post = (message) => postScheduled(slack, message);
  const app = { ...demoApp(options.appUrl), ...options.app };
  slack.world.apps.clear();
  slack.world.apps.set(app.id, app);

  const server = fastify({
    forceCloseConnections: true,
    bodyLimit: 8 * 1024 * 1024,
    keepAliveTimeout: 30_000,
  });
  readBodiesAsText(server);
  server.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) options.onError?.(error);
    return reply.code(status).send({ ok: false, error: status >= 500 ? 'internal_error' : error.message });
  });
  registerApi(server, slack);
  await registerFiles(server, slack);
  registerOauth(server, slack);
  registerOpenid(server, slack);
  registerResponseUrls(server, slack);
  registerWebhooks(server, slack);
  registerControl(server, slack);
  registerPage(server, slack);

  const host = options.host ?? '127.0.0.1';
  const pages = registerSockets(server.server, slack);
  await server.listen({ port: options.port ?? 0, host });
  const { port } = server.server.address() as AddressInfo;
  const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
  slack.publicUrl = url;
  return {
    url,
    port,
    faultSeed: slack.faults.seed,
    async close() {
      pages.close();
      await slack.close();
      await server.close();
    },
  };
}

/** Every body arrives as the text that was sent: the log and the field readers want nothing less. */
function readBodiesAsText(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
}
