import {
  payloadBase,
  notSent,
  sendPayload,
  shownOf,
  type Actor,
  type Shown,
} from '../deliveries/interactions.js';
import type { Slack } from '../slack.js';
import { presentView } from './present-view.js';
import type { View } from './view.js';

/**
 * A person closes a modal: with its close button, which takes away this view alone unless it has `clear_on_close`, or
 * with the ×, which takes away all. `view_closed` goes out where the view asked for it (`notify_on_close`); after a
 * clearing it is one, with `is_cleared` and the root view (facts, section 3), sent where any of the views asked
 * (*unverified*: the facts say only whose id it has).
 */
export async function closeView(slack: Slack, actor: Actor, view: View, all: boolean): Promise<Shown> {
  const stack = slack.views.stackOf(view.userId);
  const clears = all || view.content.clearOnClose;
  const gone = clears ? [...stack] : [view];
  const told = clears ? stack[0] : view;
  slack.views.close(told);
  if (!gone.some(({ content }) => content.notifyOnClose)) return notSent();
  const payload = {
    ...payloadBase(slack, actor, 'view_closed'),
    view: presentView(told),
    is_cleared: clears,
  };
  // Nothing is left on the screen that could show a failure.
  const outcome = await sendPayload(slack, actor.app, told.content.callbackId, payload);
  return { ...shownOf(outcome), shown: null };
}
