import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  UseGuards,
  applyDecorators,
  createParamDecorator,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiBearerAuth, ApiForbiddenResponse, ApiUnauthorizedResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ForbiddenError, UnauthorizedError } from '../platform/errors/app-error.js';
import { ApiKeys, type Caller } from './api-keys.service.js';
import type { Scope } from './domain/api-key.js';

const REQUIREMENT = 'switchboard:api-key';

interface Requirement {
  scope: Scope;
  /** The key may stand in the query as `?key=`, if it can do nothing but send. */
  inQuery?: boolean;
}

type IdentifiedRequest = FastifyRequest & { caller?: Caller };

/** Checks the bearer key and its scope, and says whose workspace the request is about. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly keys: ApiKeys,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<IdentifiedRequest>();
    const { scope, inQuery = false } = this.reflector.getAllAndOverride<Requirement>(REQUIREMENT, [
      context.getHandler(),
      context.getClass(),
    ]);
    const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const queried = inQuery && bearer === undefined ? keyInQuery(request) : undefined;
    const key = bearer ?? queried;
    if (key === undefined) {
      throw new UnauthorizedError({ detail: 'Send an API key: "Authorization: Bearer swb_…".' });
    }
    const caller = await this.keys.identify(key);
    if (!caller.scopes.includes(scope)) {
      throw new ForbiddenError({
        detail: `This needs a key with the scope "${scope}"; this one has ${caller.scopes.map((name) => `"${name}"`).join(', ')}.`,
      });
    }
    if (queried !== undefined && caller.scopes.some((name) => name !== 'send')) {
      throw new ForbiddenError({
        detail:
          'URLs end up in logs, so a key in the query may have the scope "send" alone. Make one for this sender.',
      });
    }
    request.caller = caller;
    return true;
  }
}

function keyInQuery(request: FastifyRequest): string | undefined {
  const { key } = request.query as Record<string, unknown>;
  return typeof key === 'string' ? key : undefined;
}

/** The route asks for a key with this scope. */
export const NeedsKey = (scope: Scope, options: Omit<Requirement, 'scope'> = {}) =>
  applyDecorators(
    SetMetadata<string, Requirement>(REQUIREMENT, { scope, ...options }),
    UseGuards(ApiKeyGuard),
    ApiBearerAuth(),
    ApiUnauthorizedResponse({ description: 'No key, or one that is unknown or revoked' }),
    ApiForbiddenResponse({ description: `The key lacks the scope "${scope}"` }),
  );

/** Who called, as the guard found out. */
export const CallerOf = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<IdentifiedRequest>();
  if (caller === undefined) throw new Error('CallerOf stands on a route without NeedsKey');
  return caller;
});
