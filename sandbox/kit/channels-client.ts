import type { Posting } from '../workspace/model.js';
import { FormsClient, type ShownResult } from './forms-client.js';

/** Where something was said. */
export interface Said {
  channel: string;
  ts: string;
}

/** What is to change of a person; what isn't named stays. */
export interface PersonChange {
  realName?: string;
  title?: string;
  email?: string;
  status?: { text: string; emoji: string };
  role?: 'member' | 'admin' | 'owner' | 'guest' | 'single_channel_guest';
  /** Closes the account, or opens it again. */
  deleted?: boolean;
}

/** What people do with channels, with what they have said, and with each other. A part of `SandboxClient`. */
export abstract class ChannelsClient extends FormsClient {
  /** Adds a user, or the app's bot, to a channel. */
  async invite(channel: string, user?: string): Promise<void> {
    await this.control('POST', 'invite', { channel, ...(user === undefined ? {} : { user }) });
  }

  /** Removes a user, or the app's bot, from a channel. */
  async kick(channel: string, user?: string): Promise<void> {
    await this.control('POST', 'kick', { channel, ...(user === undefined ? {} : { user }) });
  }

  /** Makes a channel and answers its id. */
  async createChannel(name: string, options: { user?: string; private?: boolean } = {}): Promise<string> {
    const user = options.user ?? this.somebody;
    const made = { name, user, private: options.private === true };
    return (await this.control<{ channel: string }>('POST', 'create_channel', made)).channel;
  }

  async archive(channel: string, archived = true): Promise<void> {
    await this.control('POST', 'archive', { channel, archived });
  }

  async rename(channel: string, name: string): Promise<void> {
    await this.control('POST', 'rename', { channel, name });
  }

  /** Sets the topic or the purpose. */
  async describe(channel: string, what: { topic?: string; purpose?: string }): Promise<void> {
    await this.control('POST', 'describe', { channel, user: this.somebody, ...what });
  }

  async deleteChannel(channel: string): Promise<void> {
    await this.control('POST', 'delete_channel', { channel, user: this.somebody });
  }

  /** Forbids apps to write in a channel, all or part of it, or allows it again. */
  async restrictPosting(channel: string, posting: Posting | 'everyone'): Promise<void> {
    await this.control('POST', 'restrict_posting', { channel, posting });
  }

  /** Locks the thread under a message, or opens it again. */
  async lockThread(said: Said, locked = true): Promise<void> {
    await this.control('POST', 'lock_thread', { ...where(said), locked });
  }

  /** Shares a channel with another company over Slack Connect, or ends it. */
  async shareChannel(channel: string, teamId: string, shared = true): Promise<void> {
    await this.control('POST', 'share_channel', { channel, with: teamId, shared });
  }

  /** Gives the channel another id, and answers it. */
  async changeChannelId(channel: string): Promise<string> {
    return (await this.control<{ channel: string }>('POST', 'change_channel_id', { channel })).channel;
  }

  /** Changes what a person has said. */
  async edit(said: Said, text: string, options: { user?: string } = {}): Promise<void> {
    await this.control('POST', 'edit', { ...where(said), text, user: options.user ?? this.somebody });
  }

  /** Takes back what a person has said. */
  async deleteMessage(said: Said, options: { user?: string } = {}): Promise<void> {
    await this.control('POST', 'delete_message', { ...where(said), user: options.user ?? this.somebody });
  }

  /** Pins a message, or takes its pin away. */
  async pin(said: Said, options: { user?: string; removed?: boolean } = {}): Promise<void> {
    const { user = this.somebody, removed = false } = options;
    await this.control('POST', 'pin', { ...where(said), user, removed });
  }

  async changePerson(user: string, change: PersonChange): Promise<void> {
    const { realName, ...rest } = change;
    const renamed = realName === undefined ? {} : { real_name: realName };
    await this.control('POST', 'change_person', { user, ...renamed, ...rest });
  }

  /** Somebody new comes into the workspace; answers the U-id. */
  async newcomer(name: string, realName: string, role: PersonChange['role'] = 'member'): Promise<string> {
    const body = { name, real_name: realName, role };
    return (await this.control<{ user: string }>('POST', 'newcomer', body)).user;
  }

  /** Another company opens a workspace of this name; answers the T-id. */
  async openWorkspace(name: string): Promise<string> {
    return (await this.control<{ team: string }>('POST', 'open_workspace', { name })).team;
  }

  /** The workspace begins to move into an organisation, or has moved. */
  async gridMigration(enterprise: string, finished: boolean): Promise<void> {
    await this.control('POST', 'grid_migration', { enterprise, finished });
  }

  /** Types the events URL into the app's settings, which makes Slack ask it for the challenge. */
  async verifyUrl(): Promise<ShownResult & { verified: boolean }> {
    return this.control('POST', 'verify_url', {});
  }

  /** Slack looks whether the commands' URL has a good certificate. */
  async sslCheck(): Promise<ShownResult> {
    return this.control('POST', 'ssl_check', {});
  }
}

function where({ channel, ts }: Said): { channel: string; ts: string } {
  return { channel, ts };
}
