import type { JsonObject } from '../json.js';
import type { ApiCall } from './api-call.js';

/** Slack's rate tiers (facts, section 9); `special` methods have a rule of their own. */
export type Tier = 1 | 2 | 3 | 4 | 'special';

export interface Method {
  tier: Tier;
  /** Every one of these is needed. */
  scopes?: readonly string[];
  /** Any one of these opens the method; the handler asks for the one that the channel's kind needs. */
  anyScope?: readonly string[];
  /** The method identifies the app by its client id and secret instead. */
  withoutToken?: boolean;
  /** The token that comes is not one of the Web API's; the method judges it. */
  ownTokens?: boolean;
  /** The method also takes the token of someone who signed in with Slack, which no other knows. */
  signInTokens?: boolean;
  /** The method takes an app-level token, `xapp-…`, and no other. */
  appLevel?: boolean;
  run(call: ApiCall): JsonObject | Promise<JsonObject>;
}

export type MethodTable = Record<string, Method>;
