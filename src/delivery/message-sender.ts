import { Injectable } from '@nestjs/common';
import { type BotOwner, type SlackAnswerBody, SlackCalls } from '../slack/index.js';

/** Where lanes end. Slack by HTTP; benchmarks of the lanes alone put a sink here. */
export abstract class MessageSender {
  /** One attempt. @throws SlackCallError, NotInstalledError */
  abstract call(owner: BotOwner, method: string, args: object): Promise<SlackAnswerBody>;
}

@Injectable()
export class SlackMessageSender extends MessageSender {
  constructor(private readonly calls: SlackCalls) {
    super();
  }

  call(owner: BotOwner, method: string, args: object): Promise<SlackAnswerBody> {
    return this.calls.call(owner, method, args);
  }
}
