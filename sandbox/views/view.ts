import type { FilledForm } from '../deliveries/filled-form.js';
import type { JsonObject } from '../json.js';
import type { Installation } from '../workspace/model.js';

/** What an app gives: filled in as Slack echoes it. */
export interface ViewContent {
  type: 'modal' | 'home';
  /** `null` for a home tab. */
  title: JsonObject | null;
  submit: JsonObject | null;
  close: JsonObject | null;
  blocks: JsonObject[];
  privateMetadata: string;
  callbackId: string;
  externalId: string;
  clearOnClose: boolean;
  notifyOnClose: boolean;
}

/** A modal that is open, or a person's home tab of an app. */
export interface View {
  id: string;
  content: ViewContent;
  /** Changes with every update; `views.update` may name the one that it means. */
  hash: string;
  installation: Installation;
  /** The person's own workspace, and the one whose installation shows it; they differ on Grid. */
  teamId: string;
  installedTeamId: string;
  userId: string;
  rootId: string;
  previousId: string | null;
  /** What the person has put in. */
  form: FilledForm;
  /** The conversation from which it was opened, for `default_to_current_conversation`. */
  conversation?: string;
  /** What stands under its fields, by block_id. */
  errors: Record<string, string>;
  /** What stands at the top of it when something went wrong. */
  problem: string | null;
}

/** How many views may lie on one another (facts, section 5). */
export const MAX_STACK = 3;
