import type { IncomingRequest, SlackAnswer, SlackPayload } from '../slack/index.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';

/** A request that somebody waits for. */
export interface Asked {
  request: IncomingRequest;
  payload: SlackPayload;
}

/** What a person is told beside, or instead of, what a handler says. */
export interface Notice {
  text: string;
  /** Nothing was done: they may correct what they did, or do it again. */
  again: boolean;
}

/** What differs by kind: how one answers a command is not how one answers a form. */
export interface RequestRules {
  /**
   * Two with the same key, soon after each other, are one: a double click. undefined: each counts. Short: it is a column
   * of an index.
   */
  onceKey(asked: Asked): string | undefined;
  /** What to tell when nobody owns the name; undefined: nothing. */
  unknown(asked: Asked): Notice | undefined;
  /** In Slack's 3 s, when the handler is still busy. */
  late(asked: Asked): SlackAnswer;
  /** What the handler gave to `ack`; undefined when it returns without, and where there is nothing to say. */
  answer(asked: Asked, body: unknown): SlackAnswer;
  /** The same after `late`, or where the process that had the open request is gone. */
  answerLate(ctx: WorkspaceContext, asked: Asked, body: unknown): Promise<void>;
  /** The handler's answer says that it did nothing: the same once more is no double click. */
  refuses(body: unknown): boolean;
  /** The answer that tells it; undefined where people see nothing of an answer, and it goes the other way. */
  say(asked: Asked, notice: Notice): SlackAnswer | undefined;
  /** Beside the answer, or after it. */
  sayLate(ctx: WorkspaceContext, asked: Asked, notice: Notice): Promise<void>;
}
