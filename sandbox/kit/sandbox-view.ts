import type { JsonObject } from '../json.js';
import { wholeText } from './describe-messages.js';

/** A modal or a home tab as the sandbox's control API shows it: Slack's object and what the person sees. */
export interface SandboxView {
  id: string;
  type: 'modal' | 'home';
  callback_id: string;
  private_metadata: string;
  hash: string;
  title: { text: string };
  submit: { text: string } | null;
  close: { text: string } | null;
  blocks: JsonObject[];
  state: { values: Record<string, Record<string, JsonObject>> };
  previous_view_id: string | null;
  root_view_id: string;
  /** Whose it is. */
  user: string;
  /** What stands under the fields, by block_id. */
  errors: Record<string, string>;
  /** What stands at the top where something went wrong. */
  problem: string | null;
}

/** Which view is meant; all that is given must hold. */
export interface ViewMatcher {
  title?: string | RegExp;
  callbackId?: string;
  /** In any text of the blocks: contained, or matched. */
  text?: string | RegExp;
  where?: (view: SandboxView) => boolean;
}

export function matchesView(view: SandboxView, matcher: ViewMatcher): boolean {
  const { title, callbackId, text, where } = matcher;
  if (callbackId !== undefined && view.callback_id !== callbackId) return false;
  if (title !== undefined && !says(view.title.text, title)) return false;
  if (text !== undefined && !says(viewText(view), text)) return false;
  return where === undefined || where(view);
}

/** A view for the message of a failed expectation. */
export function describeView(view: SandboxView | null): string {
  if (!view) return '  (nothing)';
  return `  ${view.id} “${view.title.text}” (${view.callback_id})\n      ${viewText(view).split('\n').join('\n      ')}`;
}

function viewText(view: SandboxView): string {
  return wholeText({ text: '', blocks: view.blocks });
}

function says(said: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? said.includes(wanted) : wanted.test(said);
}
