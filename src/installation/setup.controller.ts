import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../platform/config/config.js';
import { ProblemPages } from '../platform/errors/problem-pages.js';
import { isFormToken } from '../platform/http/form-token.js';
import { RawBody } from '../platform/http/json-body.js';
import { sendPage } from '../platform/http/page.js';
import { cookiesIn } from '../platform/http/browser-cookies.js';
import { setupOverPage, setupProblemPage, setupReplacedPage } from './pages/outcome.js';
import type { SetupView } from './pages/setup.js';
import { SetupSessions, type SetupSession } from './setup-sessions.js';
import { Setup } from './setup.service.js';

interface Form {
  session: SetupSession;
  sessions: SetupSession[];
  workspaceId: string;
  values: URLSearchParams;
}

/**
 * The first steps, right after the installation and in its browser alone: a cookie opens them, and each form proves its page.
 * Where a browser installed in several workspaces, a form is its own page's, whichever was installed last.
 */
@ApiExcludeController()
@Controller('setup')
export class SetupController {
  constructor(
    private readonly sessions: SetupSessions,
    private readonly setup: Setup,
    private readonly config: Config,
    pages: ProblemPages,
  ) {
    pages.use({ under: '/setup', page: setupProblemPage, formOf: () => '/setup' });
  }

  @Get()
  async steps(
    @Req() request: FastifyRequest,
    @Query('workspace') workspace: unknown,
    @Res() reply: FastifyReply,
  ) {
    const sessions = await this.sessionsOf(request);
    const wanted = typeof workspace === 'string' ? workspace : undefined;
    const session = await this.setup.sessionFor(sessions, wanted);
    if (session === undefined) return sendPage(reply, setupOverPage());
    return this.show(reply, { session, sessions }, wanted);
  }

  @Post('channel')
  @RawBody()
  @HttpCode(200)
  async channel(@Req() request: FastifyRequest, @Body() body: unknown, @Res() reply: FastifyReply) {
    const form = await this.formOf(request, body);
    if (form === undefined) return this.refuse(request, reply);
    const { session, workspaceId, values } = form;
    const typed = values.get('channel') ?? '';
    const words = await this.setup.useChannel(session, workspaceId, typed);
    const problem = words === undefined ? undefined : ({ step: 'channel', words, typed } as const);
    return this.show(reply, form, workspaceId, problem ? { problem } : { done: 'channel' });
  }

  @Post('test-card')
  @RawBody()
  @HttpCode(200)
  async testCard(@Req() request: FastifyRequest, @Body() body: unknown, @Res() reply: FastifyReply) {
    const form = await this.formOf(request, body);
    if (form === undefined) return this.refuse(request, reply);
    const { session, workspaceId } = form;
    const words = await this.setup.sendTestCard(session, workspaceId);
    if (words !== undefined) {
      return this.show(reply, form, workspaceId, { problem: { step: 'test-card', words } });
    }
    return reply.redirect(`/setup?workspace=${encodeURIComponent(workspaceId)}`, 303);
  }

  @Post('key')
  @RawBody()
  @HttpCode(200)
  async key(@Req() request: FastifyRequest, @Body() body: unknown, @Res() reply: FastifyReply) {
    const form = await this.formOf(request, body);
    if (form === undefined) return this.refuse(request, reply);
    const { session, workspaceId } = form;
    const made = await this.setup.makeKey(session, workspaceId);
    return this.show(
      reply,
      form,
      workspaceId,
      'key' in made ? { key: made.key, done: 'key' } : { problem: { step: 'key', words: made.words } },
    );
  }

  private async show(
    reply: FastifyReply,
    { session, sessions }: Pick<Form, 'session' | 'sessions'>,
    workspaceId: string | undefined,
    more: Pick<SetupView, 'done' | 'key' | 'problem'> = {},
  ) {
    const elsewhere = sessions.filter((other) => other !== session);
    const html = await this.setup.page(session, workspaceId, elsewhere, more);
    return sendPage(reply, { status: more.problem === undefined ? 200 : 400, html });
  }

  private async refuse(request: FastifyRequest, reply: FastifyReply) {
    const open = (await this.sessionsOf(request)).length > 0;
    return sendPage(reply, open ? setupReplacedPage() : setupOverPage());
  }

  /** Newest first. */
  private sessionsOf(request: FastifyRequest): Promise<SetupSession[]> {
    return this.sessions.these(cookiesIn(request, this.config.publicUrl, 'setup'));
  }

  /** A form that came from a page of ours, in the browser that installed. */
  private async formOf(request: FastifyRequest, body: unknown): Promise<Form | undefined> {
    const sessions = await this.sessionsOf(request);
    const values = new URLSearchParams(Buffer.isBuffer(body) ? body.toString('utf8') : '');
    const session = sessions.find((one) => isFormToken(one, values.get('form') ?? ''));
    if (session === undefined) return undefined;
    return { session, sessions, values, workspaceId: values.get('workspace') ?? '' };
  }
}
