import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../platform/config/config.js';
import { ProblemPages } from '../platform/errors/problem-pages.js';
import { isFormToken } from '../platform/http/form-token.js';
import { RawBody } from '../platform/http/json-body.js';
import { sendPage } from '../platform/http/page.js';
import { cookieIn } from '../platform/http/browser-cookies.js';
import { setupOverPage, setupProblemPage } from './pages/outcome.js';
import type { SetupView } from './pages/setup.js';
import { SetupSessions, type SetupSession } from './setup-sessions.js';
import { Setup } from './setup.service.js';

interface Form {
  session: SetupSession;
  workspaceId: string;
  values: URLSearchParams;
}

/** The first steps, right after the installation and in its browser alone: a cookie opens them, and each form proves its page. */
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
    const session = await this.sessionOf(request);
    if (session === undefined) return sendPage(reply, setupOverPage());
    return this.show(reply, session, typeof workspace === 'string' ? workspace : undefined);
  }

  @Post('channel')
  @RawBody()
  @HttpCode(200)
  async channel(@Req() request: FastifyRequest, @Body() body: unknown, @Res() reply: FastifyReply) {
    const form = await this.formOf(request, body);
    if (form === undefined) return sendPage(reply, setupOverPage());
    const { session, workspaceId, values } = form;
    const typed = values.get('channel') ?? '';
    const words = await this.setup.useChannel(session, workspaceId, typed);
    const problem = words === undefined ? undefined : ({ step: 'channel', words, typed } as const);
    return this.show(reply, session, workspaceId, problem ? { problem } : { done: 'channel' });
  }

  @Post('test-card')
  @RawBody()
  @HttpCode(200)
  async testCard(@Req() request: FastifyRequest, @Body() body: unknown, @Res() reply: FastifyReply) {
    const form = await this.formOf(request, body);
    if (form === undefined) return sendPage(reply, setupOverPage());
    const { session, workspaceId } = form;
    const words = await this.setup.sendTestCard(session, workspaceId);
    if (words !== undefined) {
      return this.show(reply, session, workspaceId, { problem: { step: 'test-card', words } });
    }
    return reply.redirect(`/setup?workspace=${encodeURIComponent(workspaceId)}`, 303);
  }

  @Post('key')
  @RawBody()
  @HttpCode(200)
  async key(@Req() request: FastifyRequest, @Body() body: unknown, @Res() reply: FastifyReply) {
    const form = await this.formOf(request, body);
    if (form === undefined) return sendPage(reply, setupOverPage());
    const { session, workspaceId } = form;
    const made = await this.setup.makeKey(session, workspaceId);
    return this.show(
      reply,
      session,
      workspaceId,
      'key' in made ? { key: made.key, done: 'key' } : { problem: { step: 'key', words: made.words } },
    );
  }

  private async show(
    reply: FastifyReply,
    session: SetupSession,
    workspaceId: string | undefined,
    more: Pick<SetupView, 'done' | 'key' | 'problem'> = {},
  ) {
    const html = await this.setup.page(session, workspaceId, more);
    return sendPage(reply, { status: more.problem === undefined ? 200 : 400, html });
  }

  private async sessionOf(request: FastifyRequest): Promise<SetupSession | undefined> {
    const token = cookieIn(request, this.config.publicUrl, 'setup');
    return token === undefined ? undefined : this.sessions.find(token);
  }

  /** A form that came from a page of ours, in the browser that installed. */
  private async formOf(request: FastifyRequest, body: unknown): Promise<Form | undefined> {
    const session = await this.sessionOf(request);
    const values = new URLSearchParams(Buffer.isBuffer(body) ? body.toString('utf8') : '');
    if (session === undefined || !isFormToken(session, values.get('form') ?? '')) return undefined;
    return { session, values, workspaceId: values.get('workspace') ?? '' };
  }
}
