import { SetMetadata } from '@nestjs/common';
import type {
  BlockAction,
  SlackActionMiddlewareArgs,
  SlackCommandMiddlewareArgs,
  SlackEventMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewClosedAction,
} from '@slack/bolt';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import type { RequestKind } from './domain/index.js';

export type HandlerKind = RequestKind | 'event';

export interface EventOptions {
  /** One after the other per channel, in the order in which they came in. Costs throughput where channels are few. */
  inOrder?: 'channel';
  /** Of `message`: in which kinds of conversations; each kind is subscribed to, and needs its scope, apart. */
  messagesIn?: readonly ('channels' | 'groups' | 'im' | 'mpim')[];
}

export interface RequestOptions {
  /** People of another company, in a shared channel, may do it too. */
  strangers?: boolean;
}

/** How Slack shows a command; the manifest can't be made without a description. */
export interface CommandOptions extends RequestOptions {
  /** Up to 2,000 characters. */
  description?: string;
  /** Shown while somebody types, `[who] [until]`. */
  usageHint?: string;
  /** Slack turns `@ann` and `#ops` into ids. */
  escaped?: boolean;
}

/** How Slack shows a shortcut; the manifest can't be made without the first three. */
export interface ShortcutOptions extends RequestOptions {
  /** Up to 24 characters. */
  title?: string;
  /** Up to 150 characters. */
  description?: string;
  on?: 'global' | 'message';
}

export interface HandlerName extends EventOptions, CommandOptions, Omit<ShortcutOptions, 'description'> {
  kind: HandlerKind;
  name: string;
}

export const SLACK_HANDLER = 'switchboard:slack-handler';

const handles =
  <Options>(kind: HandlerKind) =>
  (name: string, options?: Options) =>
    SetMetadata<string, HandlerName>(SLACK_HANDLER, { kind, name, ...options });

/*
 * Handlers are methods of Nest providers. Each takes the workspace first and Bolt's arguments second; Nest's guards and
 * interceptors work on them (the context's type is `slack`):
 *
 *   @SlackAction('alert.ack')
 *   async acknowledge(ctx: HandlerContext, { body, ack }: ActionArgs) { … await ack(); }
 *
 * A command, action, view, shortcut or options name has one owner, or the process doesn't start; an event may have several,
 * which succeed and are tried again apart. What a handler writes through a service's `Transactions.run(ctx, …)` is
 * committed together with the mark that it is done, so that it is done once. No network call belongs inside of it.
 */
export const SlackCommand = handles<CommandOptions>('command');
export const SlackAction = handles<RequestOptions>('action');
export const SlackView = handles<RequestOptions>('view');
/** Somebody closed a modal that was opened with `notify_on_close`. */
export const SlackViewClosed = handles<RequestOptions>('view_closed');
export const SlackEvent = handles<EventOptions>('event');
export const SlackShortcut = handles<ShortcutOptions>('shortcut');
export const SlackOptions = handles<RequestOptions>('options');

export type ActionArgs = SlackActionMiddlewareArgs<BlockAction>;
export type CommandArgs = SlackCommandMiddlewareArgs;
export type ViewArgs = SlackViewMiddlewareArgs;
export type ViewClosedArgs = SlackViewMiddlewareArgs<ViewClosedAction>;
export type EventArgs<Name extends string> = SlackEventMiddlewareArgs<Name>;
export type ShortcutArgs = SlackShortcutMiddlewareArgs;
export type OptionsArgs = SlackOptionsMiddlewareArgs;

/** What a handler gets first. */
export interface HandlerContext extends WorkspaceContext {
  /** Names this piece of work in the log; people are shown it when something went wrong. */
  readonly reference: string;
  /** 1 at first. More: it failed or was cut off before, and nothing of that was kept. */
  readonly attempt: number;
  /**
   * Of events: what it tells happened then at the latest. It may be handled much later, after a retry for instance, when
   * what it tells of is over.
   */
  readonly asOf?: Date;
}

export interface RegisteredHandler extends HandlerName {
  /** `AlertsSlack.acknowledge`, for messages to people. */
  owner: string;
  handle: (ctx: HandlerContext, args: object) => Promise<unknown>;
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
