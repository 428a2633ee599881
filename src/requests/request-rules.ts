import type { IncomingRequest, SlackAnswer, SlackPayload } from '../slack/index.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';

/** A request that somebody waits for. */
export interface Asked {
  request: IncomingRequest;
  payload: SlackPayload;
}

/** What differs by kind: how one answers a command is not how one answers a form. */
export interface RequestRules {
  /** Two with the same key, soon after each other, are one: a double click. undefined: each counts. */
  onceKey(asked: Asked): string | undefined;
  /** To the second one: success. */
  repeated(asked: Asked): SlackAnswer;
  /** Nobody owns its name. */
  unknown(asked: Asked): SlackAnswer;
  /** In Slack's 3 s, when the handler is still busy. */
  late(asked: Asked): SlackAnswer;
  /** What the handler answers after that, as it gave it to `ack`. */
  answerLate(ctx: WorkspaceContext, asked: Asked, body: unknown): Promise<void>;
  /** A sentence in the answer, or beside it: it did not work, it is not allowed. */
  say(ctx: WorkspaceContext, asked: Asked, sentence: string): SlackAnswer;
  /** The same after the answer went out. */
  sayLate(ctx: WorkspaceContext, asked: Asked, sentence: string): Promise<void>;
}
