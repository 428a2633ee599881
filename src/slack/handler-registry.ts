import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, ExternalContextCreator, MetadataScanner, Reflector } from '@nestjs/core';
import type { RequestKind } from './domain/index.js';
import {
  type HandlerContext,
  type HandlerName,
  type RegisteredHandler,
  SLACK_HANDLER,
  refuseSharedNames,
} from './slack-handlers.js';

/** The decorated methods of every provider in the process, by kind and name. */
@Injectable()
export class HandlerRegistry implements OnModuleInit {
  private readonly byName = new Map<string, RegisteredHandler[]>();
  private readonly byOwner = new Map<string, RegisteredHandler>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
    private readonly contexts: ExternalContextCreator,
  ) {}

  onModuleInit() {
    const handlers = this.find();
    refuseSharedNames(handlers);
    for (const handler of handlers) {
      const key = `${handler.kind} ${handler.name}`;
      this.byName.set(key, [...(this.byName.get(key) ?? []), handler]);
      this.byOwner.set(handler.owner, handler);
    }
  }

  /** All of them, in no order. */
  get all(): RegisteredHandler[] {
    return [...this.byOwner.values()];
  }

  /** Who wants an event of this type. */
  ofEvent(type: string): readonly RegisteredHandler[] {
    return this.byName.get(`event ${type}`) ?? [];
  }

  /** Who owns the name; undefined where nobody does. */
  ofRequest(kind: RequestKind, name: string): RegisteredHandler | undefined {
    return this.byName.get(`${kind} ${name}`)?.[0];
  }

  /** A handler that a row names; undefined when a newer version has none of that name. */
  owned(owner: string): RegisteredHandler | undefined {
    return this.byOwner.get(owner);
  }

  private find(): RegisteredHandler[] {
    return this.discovery.getProviders().flatMap((wrapper) => {
      const instance: unknown = wrapper.isDependencyTreeStatic() ? wrapper.instance : undefined;
      return typeof instance === 'object' && instance !== null ? this.of(instance) : [];
    });
  }

  private of(instance: object): RegisteredHandler[] {
    const prototype = Object.getPrototypeOf(instance) as Record<string, unknown> | null;
    if (prototype === null) return [];
    return this.scanner.getAllMethodNames(prototype).flatMap((method) => {
      const found = prototype[method];
      if (typeof found !== 'function') return [];
      const name = this.reflector.get<HandlerName | undefined>(SLACK_HANDLER, found as () => unknown);
      if (name === undefined) return [];
      return [
        { ...name, owner: `${instance.constructor.name}.${method}`, handle: this.wrap(instance, method) },
      ];
    });
  }

  /** Nest's guards and interceptors go around it, as they go around a controller's methods. */
  private wrap(instance: object, method: string) {
    const callback = (instance as Record<string, (...args: unknown[]) => Promise<unknown>>)[method];
    const options = { guards: true, interceptors: true, filters: false };
    return this.contexts.create(
      instance,
      callback,
      method,
      undefined,
      undefined,
      undefined,
      undefined,
      options,
      'slack',
    ) as (ctx: HandlerContext, args: object) => Promise<unknown>;
  }
}
