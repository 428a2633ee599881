import type { INestApplication } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { RequestMethod } from '@nestjs/common';
import type { ConsoleBrowser } from './console.js';

/** A form on one of the console's pages. */
export interface ConsoleForm {
  action: string;
  /** As the page has them. */
  fields: Record<string, string>;
  /** Those that say what it is about; the one that proves the page is not among them. */
  choices: [name: string, value: string][];
}

/** Paths of the console to which something is posted, from its controllers. */
export const routesOfConsole = (app: INestApplication) => routes(app, RequestMethod.POST);

/** Every form of every page, as this visitor sees them; one for each action. */
export async function formsOf(visitor: ConsoleBrowser, app: INestApplication): Promise<ConsoleForm[]> {
  const forms = new Map<string, ConsoleForm>();
  for (const path of routes(app, RequestMethod.GET).filter((one) => !/sign/.test(one))) {
    const { html } = await visitor.browser.visit(visitor.url + path);
    for (const [, action, content] of html.matchAll(/<form[^>]*action="([^"]+)"[^>]*>(.*?)<\/form>/gs)) {
      // Other buttons of the form lead elsewhere with the same fields.
      const others = [...content.matchAll(/\bformaction="([^"]+)"/g)].map(([, other]) => other);
      for (const to of [action, ...others]) if (!forms.has(to)) forms.set(to, formOf(to, content));
    }
  }
  return [...forms.values()];
}

function formOf(action: string, content: string): ConsoleForm {
  const fields: Record<string, string> = {};
  for (const [tag] of content.matchAll(/<(?:input|textarea|select)\b[^>]*>/gs)) {
    const name = /\bname="([^"]*)"/.exec(tag)?.[1];
    if (name !== undefined) fields[name] ??= /\bvalue="([^"]*)"/.exec(tag)?.[1] ?? '';
  }
  return { action, fields, choices: Object.entries(fields).filter(([name]) => name !== 'form') };
}

function routes(app: INestApplication, wanted: RequestMethod): string[] {
  const found: string[] = [];
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      const root = String(Reflect.getMetadata(PATH_METADATA, metatype));
      if (!/^console(\/|$)/.test(root)) continue;
      const prototype = metatype.prototype as Record<string, unknown>;
      for (const name of Object.getOwnPropertyNames(prototype)) {
        const method = Object.getOwnPropertyDescriptor(prototype, name)?.value as object | undefined;
        if (typeof method !== 'function' || Reflect.getMetadata(METHOD_METADATA, method) !== wanted) continue;
        const path = String(Reflect.getMetadata(PATH_METADATA, method)).replace(/^\/+/, '');
        found.push(`/${root}${path === '' ? '' : `/${path}`}`);
      }
    }
  }
  return found;
}
