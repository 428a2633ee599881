import type { JsonObject } from '../json.js';

/** A message as the sandbox's control API shows it: Slack's object and what Slack keeps to itself. */
export interface SandboxMessage {
  ts: string;
  channel: string;
  user: string;
  /** `tombstone` where only that is left of it. */
  subtype?: string;
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
