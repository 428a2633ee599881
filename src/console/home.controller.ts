import { Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Config } from '../platform/config/config.js';
import { cookie } from '../platform/http/browser-cookies.js';
import { sendPage } from '../platform/http/page.js';
import { ConsolePages, Does, Shows, type Visitor, VisitorOf } from './console.guard.js';
import { ConsoleSessions } from './console-sessions.js';
import { Health } from './health.service.js';
import { healthPage } from './pages/health.js';

/** How the workspace stands, and the way out. */
@ConsolePages('console')
export class HomeController {
  constructor(
    private readonly health: Health,
    private readonly sessions: ConsoleSessions,
    private readonly config: Config,
  ) {}

  @Shows('member')
  async home(@VisitorOf() visitor: Visitor, @Res() reply: FastifyReply) {
    return sendPage(reply, healthPage(visitor, await this.health.of(visitor.workspace)));
  }

  @Does('member', 'sign-out')
  async signOut(@VisitorOf() visitor: Visitor, @Res() reply: FastifyReply) {
    await this.sessions.end(visitor);
    return reply
      .header('set-cookie', cookie(this.config.publicUrl, 'console', '', 0))
      .header('cache-control', 'no-store')
      .redirect('/', 303);
  }
}
