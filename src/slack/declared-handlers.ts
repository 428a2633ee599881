import type { DynamicModule, Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import { type HandlerName, SLACK_HANDLER } from './slack-handlers.js';

export interface DeclaredHandler extends HandlerName {
  /** `AlertsSlack.acknowledge`. */
  owner: string;
}

type Imported = Type | DynamicModule | Promise<DynamicModule> | { forwardRef: () => Type };

/**
 * The decorated methods of every provider below a module, read from what the modules declare: nothing is made, started or
 * connected. What a running process has is in `HandlerRegistry`; a test holds the two together.
 */
export async function declaredHandlers(root: Type | DynamicModule): Promise<DeclaredHandler[]> {
  const seen = new Set<unknown>();
  const found = new Map<string, DeclaredHandler>();
  const visit = async (imported: Imported): Promise<void> => {
    const module = await imported;
    if (seen.has(module)) return;
    seen.add(module);
    if ('forwardRef' in module) return visit(module.forwardRef());
    const [type, dynamic] = 'module' in module ? [module.module, module] : [module, undefined];
    const listed = <T>(name: string) => (Reflect.getMetadata(name, type) ?? []) as T[];
    for (const provider of [...listed(MODULE_METADATA.PROVIDERS), ...(dynamic?.providers ?? [])]) {
      for (const handler of handlersOf(provider)) found.set(handler.owner, handler);
    }
    const imports = [...listed<Imported>(MODULE_METADATA.IMPORTS), ...(dynamic?.imports ?? [])];
    for (const one of imports) await visit(one as Imported);
  };
  await visit(root);
  return [...found.values()].sort((a, b) => (a.owner < b.owner ? -1 : 1));
}

function handlersOf(provider: unknown): DeclaredHandler[] {
  const { useClass } = (provider ?? {}) as { useClass?: unknown };
  const type = typeof provider === 'function' ? provider : useClass;
  if (typeof type !== 'function') return [];
  const prototype = type.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((method) => {
    const value: unknown =
      method === 'constructor' ? undefined : Object.getOwnPropertyDescriptor(prototype, method)?.value;
    if (typeof value !== 'function') return [];
    const name = Reflect.getMetadata(SLACK_HANDLER, value) as HandlerName | undefined;
    return name === undefined ? [] : [{ ...name, owner: `${type.name}.${method}` }];
  });
}
