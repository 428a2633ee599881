import { Injectable } from '@nestjs/common';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { LIMITS, type SlackMessage, section, truncateMrkdwn } from '../slack/index.js';

/** Knows who is meant. */
export interface MentionSource {
  /** @param mention as it was owed, `oncall:payments` @returns mrkdwn that mentions them now */
  wordsOf(ctx: WorkspaceContext, mention: string): Promise<string>;
}

/** The port through which `delivery` asks whom a message mentions, in the moment in which it is posted. */
@Injectable()
export class Mentions {
  private source?: MentionSource;

  use(source: MentionSource) {
    this.source = source;
  }

  /** @param mention one, or several with blanks between: a storm's post mentions whoever its messages would have */
  async wordsOf(ctx: WorkspaceContext, mention: string): Promise<string | undefined> {
    const { source } = this;
    if (source === undefined) return undefined;
    const words = await Promise.all(mention.split(' ').map((one) => source.wordsOf(ctx, one)));
    return words.join(', ');
  }
}

/** Above all else, in the text too: Slack's notifications show that. */
export function withMention(message: SlackMessage, words: string): SlackMessage {
  const { text, blocks = [] } = message;
  const said = truncateMrkdwn(`${words}: ${text}`, LIMITS.messageText);
  return blocks.length === 0
    ? { ...message, text: said }
    : { ...message, text: said, blocks: [section(words), ...blocks] };
}
