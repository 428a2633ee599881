import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemPages } from '../platform/errors/problem-pages.js';
import { type Problem, problemOf } from '../platform/errors/problem.js';
import { type Shown, sendPage } from '../platform/http/page.js';
import { Log } from '../platform/logging/log.js';
import { problemPage } from './pages/outcome.js';
import { pageOf } from './pages/places.js';
import { writtenIn } from './written.js';

/** What goes wrong in the console is a page with a way on, also where no controller is reached. */
@Catch()
export class ConsoleProblems implements ExceptionFilter {
  constructor(
    private readonly log: Log,
    pages: ProblemPages,
  ) {
    pages.use({ under: '/console', page: shown, formOf: pageOf });
  }

  catch(error: unknown, host: ArgumentsHost) {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const reference = String(request.id);
    const problem = problemOf(error, reference);
    if (problem.status >= 500) {
      const route = request.routeOptions?.url;
      this.log.error({ err: error, reference, route }, 'A page of the console failed');
    }
    if (reply.sent || reply.raw.headersSent) return;
    void sendPage(reply, shown(problem, request));
  }
}

function shown(problem: Problem, request: FastifyRequest): Shown {
  const [address] = request.url.split('?', 1);
  return problemPage(problem, { at: pageOf(address), written: writtenIn(request) });
}
