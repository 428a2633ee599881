import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  HttpCode,
  Injectable,
  Post,
  SetMetadata,
  UseFilters,
  UseGuards,
  applyDecorators,
  createParamDecorator,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { type Role, Roles, isAtLeast } from '../installation/index.js';
import { Config } from '../platform/config/config.js';
import { ForbiddenError, UnauthorizedError } from '../platform/errors/app-error.js';
import { cookieIn } from '../platform/http/browser-cookies.js';
import { isFormToken } from '../platform/http/form-token.js';
import { RawBody } from '../platform/http/json-body.js';
import { ConsoleProblems } from './console-problems.filter.js';
import { type ConsoleSession, ConsoleSessions } from './console-sessions.js';

const NEEDED = 'switchboard:console-role';

/** Who looks at the console, and what they may do there. */
export interface Visitor extends ConsoleSession {
  role: Role;
}

type VisitedRequest = FastifyRequest & { visitor?: Visitor; form?: URLSearchParams };

/** A session, a role that is enough, and for whatever changes something a form that came from a page of ours. */
@Injectable()
export class ConsoleGuard implements CanActivate {
  constructor(
    private readonly sessions: ConsoleSessions,
    private readonly roles: Roles,
    private readonly config: Config,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<VisitedRequest>();
    const needed = this.reflector.get<Role | undefined>(NEEDED, context.getHandler());
    if (needed === undefined) throw new Error('A page of the console says whom it is for');
    const token = cookieIn(request, this.config.publicUrl, 'console');
    const session = token === undefined ? undefined : await this.sessions.find(token);
    if (session === undefined) {
      throw new UnauthorizedError({ detail: 'Nobody is signed in in this browser, or no longer.' });
    }
    if (!['GET', 'HEAD'].includes(request.method)) request.form = formIn(request, session);
    const { role, why } = await this.roles.roleOf(session.workspace, session.userId);
    // A stranger, or deactivated by now.
    if (role === undefined) await this.sessions.end(session);
    if (!isAtLeast(role, needed)) throw notEnough(needed, role, why);
    request.visitor = { ...session, role: role ?? needed };
    return true;
  }
}

function formIn(request: FastifyRequest, session: ConsoleSession): URLSearchParams {
  const form = new URLSearchParams(Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '');
  if (isFormToken(session, form.get('form') ?? '')) return form;
  throw new ForbiddenError({
    detail: 'This form is of an earlier visit, or of another site. Nothing was changed: load the page again.',
  });
}

const notEnough = (needed: Role, role: Role | undefined, why: string) =>
  new ForbiddenError({
    detail: `This is for ${needed === 'admin' ? 'admins' : 'operators and admins'} of Switchboard in this workspace. You are ${
      role === undefined ? 'nobody here' : `${role === 'operator' ? 'an' : 'a'} ${role}`
    }: ${why}. An admin can change that.`,
  });

/** The pages under `/console/…`: guarded, their errors pages too, and no part of the API's reference. */
export const ConsolePages = (path: string) =>
  applyDecorators(
    Controller(path),
    ApiExcludeController(),
    UseGuards(ConsoleGuard),
    UseFilters(ConsoleProblems),
  );

/** A page, for whoever has this role. */
export const Shows = (role: Role, path = '') => applyDecorators(Get(path), SetMetadata(NEEDED, role));

/** What a form's button does, for whoever has this role. */
export const Does = (role: Role, path: string) =>
  applyDecorators(Post(path), HttpCode(200), RawBody(), SetMetadata(NEEDED, role));

export const VisitorOf = createParamDecorator((_data: unknown, context: ExecutionContext): Visitor => {
  const { visitor } = context.switchToHttp().getRequest<VisitedRequest>();
  if (visitor === undefined) throw new Error('VisitorOf stands on a route without the guard');
  return visitor;
});

export const FormOf = createParamDecorator((_data: unknown, context: ExecutionContext): URLSearchParams => {
  const { form } = context.switchToHttp().getRequest<VisitedRequest>();
  if (form === undefined) throw new Error('FormOf stands on a route that is no form’s');
  return form;
});
