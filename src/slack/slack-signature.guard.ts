import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config/config.js';
import { UnauthorizedError } from '../platform/errors/app-error.js';
import { Log } from '../platform/logging/log.js';
import { checkSignature } from './signature.js';

/** Lets only Slack in: everything else gets 401, and nothing is stored. */
@Injectable()
export class SlackSignatureGuard implements CanActivate {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const verdict = checkSignature(
      this.config.slack.signingSecret,
      {
        timestamp: header(request, 'x-slack-request-timestamp'),
        signature: header(request, 'x-slack-signature'),
        body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      },
      this.clock.now(),
    );
    if (verdict === 'valid') return true;
    this.log.warn(
      { verdict, requestId: request.id },
      'Refused a request that does not carry a usable Slack signature',
    );
    throw new UnauthorizedError({ detail: 'The request does not carry a valid Slack signature.' });
  }
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
