import { Injectable } from '@nestjs/common';
import { SlackCallError, type SlackFailure } from '../slack/index.js';
import { ChannelDirectory } from './channel-directory.js';
import { ChannelListing } from './channel-listing.js';
import { addressOf } from './domain/address.js';
import type { PacedSlack } from './paced-slack.js';
import { PeopleDirectory } from './people-directory.js';

/**
 * What an address stands for. Whatever can't be found is the address's fault, and not the message's: it says so in words
 * for whoever wrote the address, and is never tried again by itself.
 */
@Injectable()
export class Addresses {
  constructor(
    private readonly directory: ChannelDirectory,
    private readonly listing: ChannelListing,
    private readonly people: PeopleDirectory,
  ) {}

  /**
   * @param lane an address; see domain/address.ts
   * @returns the id of the channel that it stands for
   * @throws SlackCallError; of kind 'channel' when there is none, of kind 'retry' when it can't be known yet
   */
  channelOf(slack: PacedSlack, lane: string): Promise<string> {
    return this.placed(async () => {
      const address = addressOf(lane);
      if (address === undefined) return lane;
      if (address.kind === 'channel') return this.channelCalled(slack, address.name);
      const userId = address.kind === 'person' ? address.id : await this.people.idOf(slack, address.email);
      return this.people.directMessageWith(slack, userId);
    });
  }

  /** @param person an id or an e-mail address @returns the id @throws SlackCallError, as above */
  personOf(slack: PacedSlack, person: string): Promise<string> {
    return this.placed(async () =>
      person.includes('@') ? this.people.idOf(slack, person.toLowerCase()) : person,
    );
  }

  /** Of a channel that Slack doesn't know any more: its id now, if it got another. */
  successorOf({ ctx }: PacedSlack, channel: string): Promise<string | undefined> {
    return this.directory.successorOf(ctx, channel);
  }

  /**
   * The bot goes into a public channel.
   * @throws SlackCallError whose words say what a person can do
   */
  async enter(slack: PacedSlack, channel: string): Promise<void> {
    try {
      await slack.ask('conversations.join', (client) => client.conversations.join({ channel }));
    } catch (error) {
      if (!(error instanceof SlackCallError)) throw error;
      const { kind, code, words } = error.failure;
      if (kind === 'retry' || (kind === 'workspace' && !CANT_ENTER.has(code))) throw error;
      const why = CANT_ENTER.get(code) ?? `the bot can’t join it by itself (${words})`;
      throw notThere('not_in_channel', `not_in_channel: ${why}; invite it with /invite`);
    }
  }

  private async channelCalled(slack: PacedSlack, name: string): Promise<string> {
    const id = await this.listing.find(slack, name);
    if (id !== undefined) return id;
    throw notThere(
      'channel_not_found',
      `There is no channel #${name} that the bot can see; invite it, or correct the route`,
    );
  }

  private async placed<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof SlackCallError) || error.failure.kind !== 'message') throw error;
      throw new SlackCallError({ ...error.failure, kind: 'channel' });
    }
  }
}

const CANT_ENTER: ReadonlyMap<string, string> = new Map([
  ['missing_scope', 'the bot is not in the channel, and joins none without the scope channels:join'],
  ['method_not_supported_for_channel_type', 'the bot is not in the channel, which is private'],
  ['channel_not_found', 'the bot is not in the channel, which it can’t see'],
]);

function notThere(code: string, words: string): SlackCallError {
  const failure: SlackFailure = { kind: 'channel', code, words, mayHaveArrived: false };
  return new SlackCallError(failure);
}
