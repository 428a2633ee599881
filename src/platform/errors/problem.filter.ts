import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Log } from '../logging/log.js';
import { AppError } from './app-error.js';
import { ProblemPages } from './problem-pages.js';
import { problemOf } from './problem.js';

/** The one place where errors meet HTTP. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Log,
    private readonly pages: ProblemPages,
  ) {}

  catch(error: unknown, host: ArgumentsHost) {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const reference = String(request.id);
    const problem = problemOf(error, reference);
    if (problem.status >= 500) {
      this.log.error(
        { err: error, reference, method: request.method, route: request.routeOptions?.url },
        'Request failed',
      );
    } else {
      // A sender that nobody watches, Alertmanager for one, is told in vain: the operator finds it here.
      const { status, detail, errors } = problem;
      this.log.info(
        { status, detail, errors, reference, route: request.routeOptions?.url },
        'Request refused',
      );
    }
    if (reply.sent || reply.raw.headersSent) return;
    if (this.pages.show(problem, request, reply)) return;
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
    if (error instanceof AppError && error.retryAfterS !== undefined) {
      void reply.header('retry-after', String(error.retryAfterS));
    }
    void reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }
}
