import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { Config } from '../platform/config/config.js';
import { NotFoundError } from '../platform/errors/app-error.js';
import { Log } from '../platform/logging/log.js';
import { cookie, cookieIn, cookiesIn, listed } from '../platform/http/browser-cookies.js';
import { Installer } from './installer.js';
import { landingPage } from './pages/landing.js';
import { outcomePage } from './pages/outcome.js';
import { sendPage } from '../platform/http/page.js';
import { botScopes, userScopes } from './scopes.js';
import { SETUP_SECONDS, SetupSessions } from './setup-sessions.js';

/** An installation has ten minutes; its browser is known a little longer, for the tabs that were opened last. */
const BROWSER_SECONDS = 1_200;

/** Add to Slack: the way in, Slack's page, and the way back. */
@ApiExcludeController()
@Controller()
export class InstallController {
  constructor(
    private readonly installer: Installer,
    private readonly sessions: SetupSessions,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  @Get()
  landing(@Res() reply: FastifyReply) {
    const html = landingPage({
      canInstall: this.installer.available,
      bot: botScopes(this.config),
      people: userScopes(this.config),
      organisationApart: this.config.slack.incomingWebhook,
    });
    return sendPage(reply, { status: 200, html });
  }

  @Get('slack/install')
  async install(@Req() request: FastifyRequest, @Query('for') wanted: unknown, @Res() reply: FastifyReply) {
    this.refuseWithoutOAuth();
    const { publicUrl } = this.config;
    // One browser may begin in several tabs.
    const browser = cookieIn(request, publicUrl, 'browser') ?? randomBytes(32).toString('base64url');
    const url = await this.installer.begin(browser, { organisation: wanted === 'organisation' });
    return reply
      .header('set-cookie', cookie(publicUrl, 'browser', browser, BROWSER_SECONDS))
      .header('cache-control', 'no-store')
      .redirect(url, 302);
  }

  @Get('slack/oauth_redirect')
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.refuseWithoutOAuth();
    const { publicUrl } = this.config;
    const reference = String(request.id);
    const query = new URL(request.url, publicUrl).searchParams;
    const outcome = await this.installer.finish(query, cookieIn(request, publicUrl, 'browser'));
    if (outcome.kind !== 'installed') {
      if (outcome.kind === 'failed')
        this.log.warn({ err: outcome.error, reference }, 'An installation failed');
      if (outcome.kind === 'refused')
        this.log.warn({ word: outcome.word, reference }, 'Slack refused an installation');
      return sendPage(reply, outcomePage(outcome, reference));
    }
    const { installationId, userId = '' } = outcome;
    const token = await this.sessions.begin(installationId, userId);
    // The first steps of others stay open in their tabs; those of an earlier installation of the same end.
    const before = await this.sessions.these(cookiesIn(request, publicUrl, 'setup'));
    const others = before.filter((session) => session.installationId !== installationId);
    const tokens = listed([token, ...others.map((session) => session.token)]);
    // On to a page that may be loaded again, with an address that tells nothing.
    return reply
      .header('set-cookie', cookie(publicUrl, 'setup', tokens, SETUP_SECONDS))
      .header('cache-control', 'no-store')
      .redirect('/setup', 303);
  }

  private refuseWithoutOAuth() {
    if (this.installer.available) return;
    throw new NotFoundError({
      detail:
        'This instance serves one internal workspace. Set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET to let others install it.',
    });
  }
}
