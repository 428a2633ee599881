import type { KnownBlock, MessageAttachment, MessageMetadata } from '@slack/types';

/** What chat.postMessage and chat.update take of us. `text` is what notifications and screen readers say. */
export interface SlackMessage {
  text: string;
  blocks?: KnownBlock[];
  attachments?: MessageAttachment[];
  /** Seen by apps, not by people. */
  metadata?: MessageMetadata;
}
