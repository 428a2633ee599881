import { Injectable } from '@nestjs/common';
import {
  type BotOwner,
  type SlackAnswerBody,
  SlackCallError,
  SlackCalls,
  type SlackFailure,
  SlackWebhooks,
} from '../slack/index.js';
import { isWebhook, webhookName } from './domain/address.js';
import { Webhooks } from './webhooks.service.js';

/** Where lanes end. Slack by HTTP; benchmarks of the lanes alone put a sink here. */
export abstract class MessageSender {
  /** One attempt. @param method one of Slack's, or a webhook's lane @throws SlackCallError, NotInstalledError */
  abstract call(owner: BotOwner, method: string, args: object): Promise<SlackAnswerBody>;
}

@Injectable()
export class SlackMessageSender extends MessageSender {
  constructor(
    private readonly calls: SlackCalls,
    private readonly posts: SlackWebhooks,
    private readonly webhooks: Webhooks,
  ) {
    super();
  }

  async call(owner: BotOwner, method: string, args: object): Promise<SlackAnswerBody> {
    if (!isWebhook(method)) return this.calls.call(owner, method, args);
    const name = webhookName(method);
    const url = await this.webhooks.urlOf(owner, name);
    if (url === undefined) throw new SlackCallError(unknownWebhook(name));
    await this.posts.post(url, args);
    return { ok: true };
  }
}

const unknownWebhook = (name: string): SlackFailure => ({
  kind: 'channel',
  code: 'unknown_webhook',
  mayHaveArrived: false,
  words: `There is no webhook "${name}" any more; make it in the console, under Destinations, or with POST /v1/destinations; or correct the route`,
});
