import type { JsonObject } from '../json.js';
import type { TrafficEntry } from '../log/traffic-log.js';
import { Browser, hiddenFields, type PageVisit } from './browser.js';
import type { CookieJar } from './cookie-jar.js';
import { describeMessages, wholeText } from './describe-messages.js';

/** A message as the sandbox's control API shows it: Slack's object and what Slack keeps to itself. */
export interface SandboxMessage {
  ts: string;
  channel: string;
  user: string;
  text: string;
  bot_id?: string;
  thread_ts?: string;
  blocks?: JsonObject[];
  attachments?: JsonObject[];
  metadata?: JsonObject;
  edited?: { user: string; ts: string };
  /** Only this user sees it. */
  ephemeral_to?: string;
  /** How often it was edited. */
  edits: number;
  /** Counts changes; larger means changed later. */
  revision: number;
}

/** Which message is meant; all that is given must hold. */
export interface MessageMatcher {
  /** In the text or any text of the blocks: contained, or matched. */
  text?: string | RegExp;
  /** Of the thread under this `ts`. */
  threadTs?: string;
  /** Posted by this user id. */
  user?: string;
  /** Shown to this user id alone; `false` for no ephemerals. */
  ephemeralTo?: string | false;
  where?: (message: SandboxMessage) => boolean;
}

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

export interface ObtainedTokens {
  botToken: string;
  userToken?: string;
  botUserId: string;
  teamId: string;
  scope: string;
}

const TIMEOUT_MS = 10_000;

/**
 * Plays people in a sandbox, over HTTP only. It waits on conditions, never for a time: every `expect…` answers as
 * soon as what it waits for is there, and fails with the channel's contents when it doesn't come.
 *
 * @example
 * const card = await sandbox.expectMessage('#incidents', { text: 'Disk full' });
 * await sandbox.click(card, 'Acknowledge', { user: 'ann' });
 * await sandbox.expectEdit(card, { text: 'Acknowledged by' });
 */
export class SandboxClient {
  readonly url: string;

  constructor(url: string) {
    this.url = url.replace(/\/+$/, '');
  }

  /** Walks Add to Slack at `appUrl` as `user`: the app's page, Slack's page, Allow (or Cancel), the callback. */
  async install(
    appUrl: string,
    options: { workspace?: string; user?: string; cookieJar?: CookieJar; decision?: 'allow' | 'cancel' } = {},
  ): Promise<PageVisit> {
    const browser = new Browser(options.cookieJar);
    const asked = await browser.visit(`${appUrl.replace(/\/+$/, '')}/slack/install`);
    // An app may show a page with a button instead of redirecting at once.
    const link = asked.url.startsWith(this.url) ? undefined : /href="([^"]*\/oauth\/v2\/authorize\?[^"]*)"/.exec(asked.html)?.[1]; // prettier-ignore
    const page = link === undefined ? asked : await browser.visit(link.replace(/&amp;/g, '&'));
    return this.decide(browser, page, options);
  }

  /**
   * Installs the configured app without the app: allows `scopes` and exchanges the code itself. For tests of the Web
   * API alone.
   */
  async obtainTokens(scopes: string[], userScopes: string[] = [], user = 'ann'): Promise<ObtainedTokens> {
    const app = await this.control<{ clientId: string; clientSecret: string; redirectUrls: string[] }>(
      'GET',
      'app',
    );
    const query = new URLSearchParams({
      client_id: app.clientId,
      scope: scopes.join(','),
      user_scope: userScopes.join(','),
      state: 'kit',
    });
    const form = new URLSearchParams([...query, ['decision', 'allow'], ['user', user]]);
    const decided = await fetch(`${this.url}/oauth/v2/authorize`, {
      method: 'POST',
      body: form,
      redirect: 'manual',
    });
    const code = new URL(decided.headers.get('location') ?? 'about:blank').searchParams.get('code') ?? '';
    const exchanged = await fetch(`${this.url}/api/oauth.v2.access`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: app.clientId, client_secret: app.clientSecret, code }),
    });
    const answer = (await exchanged.json()) as Record<string, string> & {
      authed_user?: { access_token?: string };
      team?: { id: string };
    };
    if (!answer.ok) throw new Error(`oauth.v2.access: ${answer.error}`);
    return {
      botToken: answer.access_token,
      userToken: answer.authed_user?.access_token,
      botUserId: answer.bot_user_id,
      teamId: answer.team?.id ?? '',
      scope: answer.scope,
    };
  }

  /** Everything in a channel, oldest first, replies and ephemerals among it. */
  async messages(channel: string): Promise<SandboxMessage[]> {
    return (await this.channel(channel)).messages;
  }

  /** The first message in `channel` that matches, now or when it comes. */
  async expectMessage(
    channel: string,
    matcher: MessageMatcher,
    options: WaitOptions = {},
  ): Promise<SandboxMessage> {
    return this.expectIn(channel, `a message ${describeMatcher(matcher)}`, options, (messages) =>
      messages.find((message) => matches(message, matcher)),
    );
  }

  /** `message` once it has changed since it was read, and matches. */
  async expectEdit(
    message: SandboxMessage,
    matcher: MessageMatcher = {},
    options: WaitOptions = {},
  ): Promise<SandboxMessage> {
    const what = `an edit of ${message.ts} ${describeMatcher(matcher)}`;
    return this.expectIn(message.channel, what, options, (messages) =>
      messages.find((now) => now.ts === message.ts && now.edits > message.edits && matches(now, matcher)),
    );
  }

  /** Answers when `message` is gone. */
  async expectDeleted(message: SandboxMessage, options: WaitOptions = {}): Promise<void> {
    await this.expectIn(message.channel, `${message.ts} to be deleted`, options, (messages) =>
      messages.some((now) => now.ts === message.ts) ? undefined : true,
    );
  }

  /** Exactly `count` matching messages, the moment there are as many; more are an error at once. */
  async expectCount(
    channel: string,
    matcher: MessageMatcher,
    count: number,
    options: WaitOptions = {},
  ): Promise<SandboxMessage[]> {
    const what = `${count} messages ${describeMatcher(matcher)}`;
    return this.expectIn(channel, what, options, (messages) => {
      const found = messages.filter((message) => matches(message, matcher));
      if (found.length > count)
        throw new Error(`${found.length} instead of ${what}:\n${describeMessages(found)}`);
      return found.length === count ? found : undefined;
    });
  }

  /** Clicks a button, by `action_id` or by its text, or chooses `value` in a menu. */
  async click(
    message: SandboxMessage,
    action: string,
    options: { user?: string; value?: string; blockId?: string } = {},
  ): Promise<ShownResult> {
    return this.control('POST', 'click', {
      channel: message.channel,
      ts: message.ts,
      action_id: action,
      ...(options.blockId === undefined ? {} : { block_id: options.blockId }),
      ...(options.value === undefined ? {} : { value: options.value }),
      user: options.user ?? 'ann',
    });
  }

  /** Types a slash command, `'/oncall who'`, in a channel. */
  async command(typed: string, options: { channel?: string; user?: string } = {}): Promise<ShownResult> {
    const [command, ...rest] = typed.split(' ');
    return this.control('POST', 'command', {
      command,
      text: rest.join(' '),
      channel: options.channel ?? '#general',
      user: options.user ?? 'ann',
    });
  }

  /** Says something as a person; `@name` and `#channel` become links. */
  async say(
    channel: string,
    text: string,
    options: { user?: string; threadTs?: string } = {},
  ): Promise<{ channel: string; ts: string }> {
    return this.control('POST', 'message', {
      channel,
      text,
      user: options.user ?? 'ann',
      ...(options.threadTs === undefined ? {} : { thread_ts: options.threadTs }),
    });
  }

  /** Adds a user, or the app's bot, to a channel. */
  async invite(channel: string, user?: string): Promise<void> {
    await this.control('POST', 'invite', { channel, ...(user === undefined ? {} : { user }) });
  }

  /** Removes a user, or the app's bot, from a channel. */
  async kick(channel: string, user?: string): Promise<void> {
    await this.control('POST', 'kick', { channel, ...(user === undefined ? {} : { user }) });
  }

  async archive(channel: string, archived = true): Promise<void> {
    await this.control('POST', 'archive', { channel, archived });
  }

  async rename(channel: string, name: string): Promise<void> {
    await this.control('POST', 'rename', { channel, name });
  }

  async uninstall(): Promise<void> {
    await this.control('POST', 'uninstall', {});
  }

  /** Back to the seed: no messages, no installations, limits off, an empty log. The app's settings stay. */
  async reset(): Promise<void> {
    await this.control('POST', 'reset');
  }

  /** Changes the app's settings, the limits, or how deliveries go; see `sandbox/control/settings.ts`. */
  async configure(settings: {
    app?: JsonObject;
    limits?: JsonObject;
    deliveries?: JsonObject;
  }): Promise<void> {
    for (const [what, values] of Object.entries(settings)) {
      if (values) await this.control('PUT', what, values);
    }
  }

  /** Everything but the messages: teams, users, channels, apps, installations, tokens, settings. */
  async state<T = JsonObject>(): Promise<T> {
    return this.control<T>('GET', 'state');
  }

  /** Requests in and out, in order. */
  async log(filter: { since?: number; kind?: string; name?: string } = {}): Promise<TrafficEntry[]> {
    const query = new URLSearchParams(
      Object.entries(filter).map(([name, value]): [string, string] => [name, String(value)]),
    );
    return (await this.control<{ entries: TrafficEntry[] }>('GET', `log?${query.toString()}`)).entries;
  }

  /** The first logged request that `where` accepts, once it is answered. */
  async expectRequest(
    filter: { since?: number; kind?: string; name?: string },
    where: (entry: TrafficEntry) => boolean = () => true,
    options: WaitOptions = {},
  ): Promise<TrafficEntry> {
    const deadline = Date.now() + (options.timeoutMs ?? TIMEOUT_MS);
    for (;;) {
      const { revision } = await this.control<{ revision: number }>('GET', 'wait?since=0');
      const entries = await this.log(filter);
      const found = entries.find((entry) => entry.ms !== null && where(entry));
      if (found) return found;
      const left = deadline - Date.now();
      if (left <= 0) {
        const seen = entries.map((entry) => `  ${entry.seq} ${entry.kind} ${entry.name} → ${entry.status}`);
        throw new Error(`expected a request ${JSON.stringify(filter)}; the log has:\n${seen.join('\n')}`);
      }
      await this.control('GET', `wait?since=${revision}&timeout_ms=${left}`);
    }
  }

  private async decide(
    browser: Browser,
    page: PageVisit,
    options: { workspace?: string; user?: string; decision?: string },
  ): Promise<PageVisit> {
    if (!page.url.startsWith(this.url) || page.status !== 200) return page;
    return browser.submit(`${this.url}/oauth/v2/authorize`, {
      ...hiddenFields(page.html),
      ...(options.workspace === undefined ? {} : { team: options.workspace }),
      user: options.user ?? 'ann',
      decision: options.decision ?? 'allow',
    });
  }

  private async channel(channel: string): Promise<{ revision: number; messages: SandboxMessage[] }> {
    return this.control('GET', `channels/${encodeURIComponent(channel)}/messages`);
  }

  private async expectIn<T>(
    channel: string,
    what: string,
    options: WaitOptions,
    look: (messages: SandboxMessage[]) => T | undefined,
  ): Promise<T> {
    const deadline = Date.now() + (options.timeoutMs ?? TIMEOUT_MS);
    for (;;) {
      const { revision, messages } = await this.channel(channel);
      const found = look(messages);
      if (found !== undefined) return found;
      const left = deadline - Date.now();
      if (left <= 0) {
        throw new Error(`expected ${what} in ${channel}; it has:\n${describeMessages(messages)}`);
      }
      const query = new URLSearchParams({ channel, since: String(revision), timeout_ms: String(left) });
      await this.control('GET', `wait?${query.toString()}`);
    }
  }

  private async control<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: JsonObject): Promise<T> {
    const response = await fetch(`${this.url}/control/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const answer = (await response.json()) as T & { error?: string };
    if (!response.ok) throw new Error(`sandbox ${method} /control/${path}: ${answer.error}`);
    return answer;
  }
}

function matches(message: SandboxMessage, matcher: MessageMatcher): boolean {
  const { text, threadTs, user, ephemeralTo, where } = matcher;
  if (text !== undefined) {
    const said = wholeText(message);
    if (typeof text === 'string' ? !said.includes(text) : !text.test(said)) return false;
  }
  if (threadTs !== undefined && (message.thread_ts !== threadTs || message.ts === threadTs)) return false;
  if (user !== undefined && message.user !== user) return false;
  if (ephemeralTo === false && message.ephemeral_to !== undefined) return false;
  if (typeof ephemeralTo === 'string' && message.ephemeral_to !== ephemeralTo) return false;
  return where === undefined || where(message);
}

function describeMatcher(matcher: MessageMatcher): string {
  const parts = Object.entries(matcher).map(([name, value]) =>
    typeof value === 'function'
      ? `${name} ${value}`
      : `${name} ${value instanceof RegExp ? value : JSON.stringify(value)}`,
  );
  return parts.length > 0 ? `with ${parts.join(', ')}` : '';
}
