import type { JsonObject } from '../json.js';
import type { TrafficEntry } from '../log/traffic-entry.js';
import { ChannelsClient, type Said } from './channels-client.js';
import { TIMEOUT_MS, type ShownResult, type WaitOptions } from './forms-client.js';
import { Browser, hiddenFields, type PageVisit } from './browser.js';
import type { CookieJar } from './cookie-jar.js';
import { describeMessages } from './describe-messages.js';
import type { SandboxMessage } from './sandbox-message.js';
import { obtainTokens, type AppCredentials, type ObtainedTokens } from './obtain-tokens.js';
import { describeMatcher, matches, type MessageMatcher } from './message-matcher.js';

export type { ShownResult, SubmitResult, WaitOptions } from './forms-client.js';

/** What a person chooses on the authorize page. */
export interface DecideOptions {
  /** A workspace's T-id, or an organisation's E-id. */
  workspace?: string;
  user?: string;
  /** The C-id where an incoming webhook posts. */
  webhookChannel?: string;
  decision?: 'allow' | 'cancel';
}

interface Named {
  id: string;
  domain: string;
}

/**
 * Plays people in a sandbox, over HTTP only. It waits on conditions, never for a time: every `expect…` answers as
 * soon as what it waits for is there, and fails with the channel's contents when it doesn't come.
 *
 * @example
 * const card = await sandbox.expectMessage('#incidents', { text: 'Disk full' });
 * await sandbox.click(card, 'Acknowledge', { user: 'ann' });
 * await sandbox.expectEdit(card, { text: 'Acknowledged by' });
 */
export class SandboxClient extends ChannelsClient {
  /** The same sandbox, seen from another workspace; an organisation's E-id will do where no channel is meant. */
  in(workspace: string): SandboxClient {
    return new SandboxClient(this.url, workspace);
  }

  /** Walks Add to Slack at `appUrl` as `user`: the app's page, Slack's page, Allow (or Cancel), the callback. */
  async install(appUrl: string, options: DecideOptions & { cookieJar?: CookieJar } = {}): Promise<PageVisit> {
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
  async obtainTokens(
    scopes: string[],
    userScopes: string[] = [],
    user = this.somebody,
    webhookChannel?: string,
  ): Promise<ObtainedTokens> {
    const app = await this.control<AppCredentials>('GET', 'app');
    return obtainTokens(this.url, app, {
      scopes,
      userScopes,
      user,
      webhookChannel,
      workspace: await this.workspaceId(),
    });
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

  /** Answers when `message` is gone, or only a tombstone is left of it. */
  async expectDeleted(message: SandboxMessage, options: WaitOptions = {}): Promise<void> {
    await this.expectIn(message.channel, `${message.ts} to be deleted`, options, (messages) =>
      messages.some(({ ts, subtype }) => ts === message.ts && subtype !== 'tombstone') ? undefined : true,
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

  /** Types a slash command, `'/oncall who'`, in a channel. */
  async command(typed: string, options: { channel?: string; user?: string } = {}): Promise<ShownResult> {
    const [command, ...rest] = typed.split(' ');
    return this.control('POST', 'command', {
      command,
      text: rest.join(' '),
      channel: options.channel ?? '#general',
      user: options.user ?? this.somebody,
    });
  }

  /**
   * Says something as a person; `@name` and `#channel` become links. A reply can be shown in the channel too. With
   * `minutesAgo` it was said then, which must be after all that the channel holds.
   */
  async say(
    channel: string,
    text: string,
    options: { user?: string; threadTs?: string; broadcast?: boolean; minutesAgo?: number } = {},
  ): Promise<Said> {
    return this.control('POST', 'message', {
      channel,
      text,
      user: options.user ?? this.somebody,
      ...(options.threadTs === undefined ? {} : { thread_ts: options.threadTs }),
      ...(options.broadcast ? { broadcast: true } : {}),
      ...(options.minutesAgo === undefined ? {} : { minutes_ago: options.minutesAgo }),
    });
  }

  async uninstall(): Promise<void> {
    await this.control('POST', 'uninstall', {});
  }

  /** As an organisation's admin, adds its app to workspaces, or takes it out of them. Ask it `in` the organisation. */
  async teamAccess(teams: string[], granted = true): Promise<void> {
    await this.control('POST', 'team_access', { teams, granted });
  }

  /**
   * Back to the seed: no messages, no installations, limits and faults off, an empty log. The app's settings stay, and
   * `faultSeed`, which the sandbox began with, is the seed again of faults that are asked for without one.
   */
  async reset(): Promise<{ faultSeed: number }> {
    return this.control('POST', 'reset');
  }

  /** Changes the app's settings, the workspace's, the limits, or how deliveries go; see `sandbox/control/settings.ts`. */
  async configure(settings: {
    app?: JsonObject;
    team?: JsonObject;
    limits?: JsonObject;
    deliveries?: JsonObject;
    service?: JsonObject;
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
  async log(
    filter: { since?: number; kind?: string; name?: string; channel?: string; limit?: number } = {},
  ): Promise<TrafficEntry[]> {
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

  /** Whom the control API takes where no user is named: ann in Acme, elsewhere the first person. */
  protected get somebody(): string {
    return this.workspace === undefined ? 'ann' : '';
  }

  /** The authorize page takes ids alone, no domains. */
  private async workspaceId(): Promise<string | undefined> {
    if (this.workspace === undefined) return undefined;
    const { teams, enterprises } = await this.state<Record<'teams' | 'enterprises', Named[]>>();
    return [...teams, ...enterprises].find(({ domain }) => domain === this.workspace)?.id ?? this.workspace;
  }

  private async decide(browser: Browser, page: PageVisit, options: DecideOptions): Promise<PageVisit> {
    if (!page.url.startsWith(this.url) || page.status !== 200) return page;
    const team = options.workspace ?? (await this.workspaceId());
    return browser.submit(`${this.url}/oauth/v2/authorize`, {
      ...hiddenFields(page.html),
      ...(team === undefined ? {} : { team }),
      user: options.user ?? this.somebody,
      ...(options.webhookChannel === undefined ? {} : { webhook_channel: options.webhookChannel }),
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
}
