import type { Json, JsonObject } from '../json.js';
import { LaboratoryClient } from './laboratory-client.js';
import type { SandboxMessage } from './sandbox-message.js';
import { describeView, matchesView, type SandboxView, type ViewMatcher } from './sandbox-view.js';

export interface WaitOptions {
  timeoutMs?: number;
}

/** What a person saw after a click or a command. */
export interface ShownResult {
  status: number | null;
  ms: number;
  body: string;
  /** The error that the person was shown, `null` where all went well. */
  shown: string | null;
}

/** After a submit button: what stands under the fields too, by block_id. */
export interface SubmitResult extends ShownResult {
  errors: Record<string, string>;
}

/** For what is expected; a process may have to start first, on a machine that does much else. */
export const TIMEOUT_MS = 30_000;

/** What people do with an app's messages, modals and home tab. A part of `SandboxClient`; nobody makes it alone. */
export abstract class FormsClient extends LaboratoryClient {
  /** Who acts where nobody is named. */
  protected abstract get somebody(): string;

  /**
   * Clicks an element by `action_id`, or by its text or label, in a message or view. `value` is what is chosen in a
   * menu; see `choose`.
   */
  async click(
    target: SandboxMessage | SandboxView,
    action: string,
    options: { user?: string; value?: Json; blockId?: string } = {},
  ): Promise<ShownResult> {
    return this.control('POST', 'click', {
      ...this.place(target, options.user),
      action_id: action,
      ...(options.blockId === undefined ? {} : { block_id: options.blockId }),
      ...(options.value === undefined ? {} : { value: options.value }),
    });
  }

  /**
   * Puts a value into a menu, a picker or a field: an option's value or text, an id, a date, what is typed; a list
   * where several can be chosen; `null` for nothing. What the app hears of it is Slack's rule.
   */
  async choose(
    target: SandboxMessage | SandboxView,
    action: string,
    value: Json,
    options: { user?: string; blockId?: string } = {},
  ): Promise<ShownResult> {
    return this.click(target, action, { ...options, value });
  }

  /** Types into an external select; the options that the app gave can then be chosen. */
  async typeOption(
    target: SandboxMessage | SandboxView,
    action: string,
    typed: string,
    options: { user?: string } = {},
  ): Promise<ShownResult & { options: { text: { text: string }; value: string }[] }> {
    return this.control('POST', 'type_option', {
      ...this.place(target, options.user),
      action_id: action,
      text: typed,
    });
  }

  /**
   * The modal on top of what `user` has open, once it matches.
   *
   * @example
   * const modal = await sandbox.expectModal('ann', { title: 'New override' });
   * await sandbox.submit(modal, { Reason: 'holiday' });
   */
  async expectModal(
    user: string,
    matcher: ViewMatcher = {},
    options: WaitOptions = {},
  ): Promise<SandboxView> {
    return this.expectView(user, 'a modal', matcher, options, ({ stack }) => stack[stack.length - 1] ?? null);
  }

  /** Answers when `user` has no modal open. */
  async expectNoModal(user: string, options: WaitOptions = {}): Promise<void> {
    await this.untilViews(
      user,
      options,
      ({ stack }) => (stack.length === 0 ? true : undefined),
      (views) => {
        return `expected no modal for ${user}; there is\n${describeView(views.stack[views.stack.length - 1])}`;
      },
    );
  }

  /** `user`'s home tab of the app, once it matches. */
  async expectHome(user: string, matcher: ViewMatcher = {}, options: WaitOptions = {}): Promise<SandboxView> {
    return this.expectView(user, 'a home tab', matcher, options, ({ home }) => home);
  }

  /** Fills the fields in, each named by label, block_id or action_id, and presses the submit button. */
  async submit(
    modal: SandboxView,
    values: Record<string, Json> = {},
    options: { user?: string } = {},
  ): Promise<SubmitResult> {
    return this.control('POST', 'submit', { ...this.place(modal, options.user), values });
  }

  /** Presses the close button, or with `all` the × that closes the whole stack. */
  async closeModal(modal: SandboxView, options: { all?: boolean; user?: string } = {}): Promise<ShownResult> {
    return this.control('POST', 'close', { ...this.place(modal, options.user), all: options.all === true });
  }

  /** Opens the app's home tab: what is there already, `null` before the app has published. */
  async openHome(user: string, options: { tab?: 'home' | 'messages' } = {}): Promise<SandboxView | null> {
    const { view } = await this.control<{ view: SandboxView | null }>('POST', 'home', {
      user,
      tab: options.tab ?? 'home',
    });
    return view;
  }

  /** Runs a global shortcut. */
  async shortcut(callbackId: string, options: { user?: string } = {}): Promise<ShownResult> {
    return this.control('POST', 'shortcut', {
      callback_id: callbackId,
      user: options.user ?? this.somebody,
    });
  }

  /** Runs a shortcut on a message. */
  async messageShortcut(
    message: SandboxMessage,
    callbackId: string,
    options: { user?: string } = {},
  ): Promise<ShownResult> {
    return this.control('POST', 'message_shortcut', {
      ...this.place(message, options.user),
      callback_id: callbackId,
    });
  }

  /** Puts a reaction, such as `eyes`, on a message, or takes it back. */
  async reaction(
    message: Pick<SandboxMessage, 'channel' | 'ts'>,
    name: string,
    options: { user?: string; removed?: boolean } = {},
  ): Promise<void> {
    await this.control('POST', 'reaction', {
      channel: message.channel,
      ts: message.ts,
      name,
      user: options.user ?? this.somebody,
      removed: options.removed === true,
    });
  }

  /** Where it is, and who does it: whose view it is, for a message anybody. */
  private place(target: SandboxMessage | SandboxView, user?: string): JsonObject {
    return 'hash' in target
      ? { view_id: target.id, ...(user === undefined ? {} : { user }) }
      : { channel: target.channel, ts: target.ts, user: user ?? this.somebody };
  }

  private async expectView(
    user: string,
    what: string,
    matcher: ViewMatcher,
    options: WaitOptions,
    pick: (views: Views) => SandboxView | null,
  ): Promise<SandboxView> {
    return this.untilViews(
      user,
      options,
      (views) => {
        const view = pick(views);
        return view && matchesView(view, matcher) ? view : undefined;
      },
      (views) =>
        `expected ${what} of ${user} ${JSON.stringify(matcher)}; there is\n${describeView(pick(views))}`,
    );
  }

  private async untilViews<T>(
    user: string,
    options: WaitOptions,
    look: (views: Views) => T | undefined,
    failure: (views: Views) => string,
  ): Promise<T> {
    const deadline = Date.now() + (options.timeoutMs ?? TIMEOUT_MS);
    for (;;) {
      const views = await this.control<Views>('GET', `views?${new URLSearchParams({ user }).toString()}`);
      const found = look(views);
      if (found !== undefined) return found;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(failure(views));
      await this.control('GET', `wait?since=${views.revision}&timeout_ms=${left}`);
    }
  }
}

interface Views {
  revision: number;
  stack: SandboxView[];
  home: SandboxView | null;
}
