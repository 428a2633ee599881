import { SetMetadata } from '@nestjs/common';
import type {
  BlockAction,
  SlackActionMiddlewareArgs,
  SlackCommandMiddlewareArgs,
  SlackEventMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
  SlackViewMiddlewareArgs,
} from '@slack/bolt';
import type { WorkspaceContext } from '../platform/workspace-context.js';

export type HandlerKind = 'command' | 'action' | 'view' | 'event' | 'shortcut' | 'options';

export interface HandlerName {
  kind: HandlerKind;
  name: string;
}

export const SLACK_HANDLER = 'switchboard:slack-handler';

const handles = (kind: HandlerKind) => (name: string) =>
  SetMetadata<string, HandlerName>(SLACK_HANDLER, { kind, name });

/*
 * Handlers are methods of Nest providers. Each takes the workspace first and Bolt's arguments second:
 *
 *   @SlackAction('alert.ack')
 *   async acknowledge(ctx: WorkspaceContext, { body, ack }: ActionArgs) { … await ack(); }
 *
 * A command, action, view, shortcut or options name has one owner, or the process doesn't start; an event may have several.
 * Everything but an event must call `ack` within Slack's 3 s.
 */
export const SlackCommand = handles('command');
export const SlackAction = handles('action');
export const SlackView = handles('view');
export const SlackEvent = handles('event');
export const SlackShortcut = handles('shortcut');
export const SlackOptions = handles('options');

export type ActionArgs = SlackActionMiddlewareArgs<BlockAction>;
export type CommandArgs = SlackCommandMiddlewareArgs;
export type ViewArgs = SlackViewMiddlewareArgs;
export type EventArgs<Name extends string> = SlackEventMiddlewareArgs<Name>;
export type ShortcutArgs = SlackShortcutMiddlewareArgs;
export type OptionsArgs = SlackOptionsMiddlewareArgs;

export interface RegisteredHandler extends HandlerName {
  /** `AlertsSlack.acknowledge`, for messages to people. */
  owner: string;
  handle: (ctx: WorkspaceContext, args: object) => Promise<unknown>;
}

/** Two methods claim one name. */
export class HandlerConflictError extends Error {
  readonly code = 'handler_conflict';
}

/** @throws HandlerConflictError naming every contested name and its owners */
export function refuseSharedNames(handlers: Pick<RegisteredHandler, 'kind' | 'name' | 'owner'>[]) {
  const owners = new Map<string, string[]>();
  for (const { kind, name, owner } of handlers) {
    if (kind === 'event') continue;
    const key = `${kind} "${name}"`;
    owners.set(key, [...(owners.get(key) ?? []), owner]);
  }
  const contested = [...owners].filter(([, names]) => names.length > 1);
  if (contested.length === 0) return;
  const list = contested.map(([key, names]) => `${key} is claimed by ${names.join(' and ')}`).join('; ');
  throw new HandlerConflictError(`A Slack name has one owner: ${list}. Rename one, or remove it.`);
}
