import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotFoundError } from '../platform/errors/app-error.js';
import { Config } from '../platform/config/config.js';
import { Log } from '../platform/logging/log.js';
import { Installer } from './installer.js';
import { landingPage } from './pages/landing.js';
import { outcomePage } from './pages/outcome.js';

/** The pages of an installation. @slack/oauth works on Node's own request and response, so the reply is handed over. */
@ApiExcludeController()
@Controller()
export class InstallController {
  constructor(
    private readonly installer: Installer,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  landing(): string {
    return landingPage({ canInstall: this.installer.available });
  }

  @Get('slack/install')
  async install(@Res() reply: FastifyReply) {
    this.refuseWithoutOAuth();
    await this.installer.begin(reply.request.raw, takeOver(reply));
  }

  @Get('slack/oauth_redirect')
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.refuseWithoutOAuth();
    const response = takeOver(reply);
    const reference = String(request.id);
    const outcome = await this.installer.finish(request.raw, response).catch((error: unknown) => ({
      kind: 'failed' as const,
      error: error instanceof Error ? error : new Error(String(error)),
    }));
    if (outcome.kind === 'failed') this.log.warn({ err: outcome.error, reference }, 'An installation failed');
    const { status, html } = outcomePage(outcome, {
      reference,
      publicUrl: this.config.publicUrl,
      slackUrl: new URL(this.config.slack.oauth?.authorizeUrl ?? 'https://slack.com').origin,
    });
    response
      .writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
      .end(html);
  }

  private refuseWithoutOAuth() {
    if (this.installer.available) return;
    throw new NotFoundError({
      detail:
        'This instance serves one internal workspace. Set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET to let others install it.',
    });
  }
}

/** Node's response, with the security headers that Fastify's hooks have set on the reply. */
function takeOver(reply: FastifyReply) {
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  return reply.raw;
}
