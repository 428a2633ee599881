import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import {
  type HandlerName,
  type RegisteredHandler,
  SLACK_HANDLER,
  refuseSharedNames,
} from './slack-handlers.js';

/** Finds the decorated methods of every provider in the process. */
@Injectable()
export class HandlerDiscovery {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** @throws HandlerConflictError */
  find(): RegisteredHandler[] {
    const handlers = this.discovery.getProviders().flatMap((wrapper) => {
      const instance: unknown = wrapper.isDependencyTreeStatic() ? wrapper.instance : undefined;
      return typeof instance === 'object' && instance !== null ? this.of(instance) : [];
    });
    refuseSharedNames(handlers);
    return handlers;
  }

  private of(instance: object): RegisteredHandler[] {
    const prototype = Object.getPrototypeOf(instance) as Record<string, unknown> | null;
    if (prototype === null) return [];
    return this.scanner.getAllMethodNames(prototype).flatMap((method) => {
      const found = prototype[method];
      if (typeof found !== 'function') return [];
      const name = this.reflector.get<HandlerName | undefined>(SLACK_HANDLER, found as () => unknown);
      if (name === undefined) return [];
      const handle = (ctx: WorkspaceContext, args: object) =>
        found.call(instance, ctx, args) as Promise<unknown>;
      return [{ ...name, owner: `${instance.constructor.name}.${method}`, handle }];
    });
  }
}
