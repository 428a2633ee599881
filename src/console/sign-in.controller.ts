import { Get, Query, Req, Res, Controller, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { Config } from '../platform/config/config.js';
import { NotFoundError } from '../platform/errors/app-error.js';
import { cookie, cookieIn } from '../platform/http/browser-cookies.js';
import { sendPage } from '../platform/http/page.js';
import { Log } from '../platform/logging/log.js';
import { ConsoleProblems } from './console-problems.filter.js';
import { SESSION_SECONDS } from './console-sessions.js';
import { signInOutcomePage } from './pages/outcome.js';
import { pageOf } from './pages/places.js';
import { SignIn, pageIn, wordOf } from './sign-in.service.js';

/** A sign-in has ten minutes; its browser is known a little longer, for the tabs that were opened last. */
const BROWSER_SECONDS = 1_200;
const TEAM = /^T[A-Z0-9]{1,30}$/;

/** To Slack's page and back. Whoever is there already sees the console. */
@ApiExcludeController()
@Controller('console')
@UseFilters(ConsoleProblems)
export class SignInController {
  constructor(
    private readonly signIn: SignIn,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  @Get('sign-in')
  async begin(
    @Req() request: FastifyRequest,
    @Query('team') team: unknown,
    @Query('to') to: unknown,
    @Res() reply: FastifyReply,
  ) {
    this.refuseWithoutOAuth();
    const { publicUrl } = this.config;
    const browser = cookieIn(request, publicUrl, 'browser') ?? randomBytes(32).toString('base64url');
    const named = typeof team === 'string' && TEAM.test(team) ? team : undefined;
    const url = await this.signIn.begin(browser, named, pageOf(typeof to === 'string' ? to : ''));
    return reply
      .header('set-cookie', cookie(publicUrl, 'browser', browser, BROWSER_SECONDS))
      .header('cache-control', 'no-store')
      .redirect(url, 302);
  }

  @Get('signed-in')
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.refuseWithoutOAuth();
    const { publicUrl } = this.config;
    const reference = String(request.id);
    const query = new URL(request.url, publicUrl).searchParams;
    const at = pageIn(query.get('state') ?? '');
    const before = cookieIn(request, publicUrl, 'console');
    const outcome = await this.signIn.finish(query, cookieIn(request, publicUrl, 'browser'), before);
    if (outcome.kind === 'signed-in') {
      // On to a page that may be loaded again, with an address that tells nothing.
      return reply
        .header('set-cookie', cookie(publicUrl, 'console', outcome.token, SESSION_SECONDS))
        .header('cache-control', 'no-store')
        .redirect(at, 303);
    }
    if (outcome.kind === 'failed') {
      const { error: err } = outcome;
      this.log.warn({ err, word: wordOf(err), reference }, 'A sign-in failed');
    }
    return sendPage(reply, signInOutcomePage(outcome, { at, reference }));
  }

  private refuseWithoutOAuth() {
    if (this.signIn.available) return;
    throw new NotFoundError({
      detail:
        'Nobody can sign in with Slack here: set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET. The command line does the same: npx switchboard --help.',
    });
  }
}
