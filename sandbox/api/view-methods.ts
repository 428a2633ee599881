import { checkView } from '../views/check-view.js';
import { presentView } from '../views/present-view.js';
import type { View, ViewContent } from '../views/view.js';
import { ApiError, invalidArguments, type ApiCall } from './api-call.js';
import type { MethodTable } from './method.js';

/** `views.*`: no scope, tier 4 (facts, section 5). */
export const viewMethods: MethodTable = {
  'views.open': {
    tier: 4,
    run(call) {
      const content = readView(call, 'modal');
      checkExternalId(call, content);
      const { userId, channelId } = exchange(call);
      const user = call.slack.world.users.get(userId);
      if (!user) throw new ApiError('invalid_trigger_id');
      const view = call.slack.views.open(call.caller.installation, user, content, channelId);
      return { view: presentView(view) };
    },
  },
  'views.push': {
    tier: 4,
    run(call) {
      const content = readView(call, 'modal');
      checkExternalId(call, content);
      const { viewId } = exchange(call);
      // A trigger from outside any modal has nothing to push onto (that this is not_found is *unverified*).
      const below = viewId === undefined ? undefined : call.slack.views.find(viewId);
      if (below?.content.type !== 'modal') throw new ApiError('not_found');
      const view = call.slack.views.push(below, content);
      if (!view) throw new ApiError('push_limit_reached');
      return { view: presentView(view) };
    },
  },
  'views.update': {
    tier: 4,
    run(call) {
      const view = named(call);
      const content = readView(call, view.content.type);
      checkHash(call, view);
      checkExternalId(call, content, view);
      call.slack.views.update(view, content);
      return { view: presentView(view) };
    },
  },
  'views.publish': {
    tier: 4,
    run(call) {
      const { slack, caller } = call;
      const user = slack.world.users.get(call.required('user_id'));
      // The page of the method lists no error of its own for a stranger: user_not_found is unverified.
      if (!user || user.isBot) throw new ApiError('user_not_found');
      const content = readView(call, 'home');
      if (caller.app.homeTab === false) throw new ApiError('not_enabled');
      const known = slack.views.home(caller.installation, user.id);
      if (known) checkHash(call, known);
      checkExternalId(call, content, known);
      return { view: presentView(slack.views.publish(caller.installation, user, content)) };
    },
  },
};

function readView(call: ApiCall, type: 'modal' | 'home'): ViewContent {
  if (!call.has('view')) throw invalidArguments(['missing required field: view']);
  const { installation } = call.caller;
  const verdict = checkView(call.json('view'), type, (file) => call.slack.files.canShow(installation, file));
  if (verdict.ok) return verdict.content;
  throw verdict.error === 'invalid_arguments' ? invalidArguments(verdict.lines) : new ApiError(verdict.error);
}

function exchange(call: ApiCall) {
  const { app, installation } = call.caller;
  const id = call.string('trigger_id') || call.string('interactivity_pointer');
  if (id === '') throw invalidArguments(['missing required field: trigger_id']);
  const origin = call.slack.triggers.exchange(id, app.id, installation.teamId);
  if (typeof origin === 'string') throw new ApiError(origin);
  return origin;
}

/** By `view_id`, or by the `external_id` that it was given. */
function named(call: ApiCall): View {
  const { views } = call.slack;
  const { installation } = call.caller;
  const id = call.string('view_id');
  const external = call.string('external_id');
  if (id === '' && external === '') throw invalidArguments(['missing required field: view_id']);
  const view = id === '' ? views.findExternal(installation, external) : views.find(id);
  const own =
    view?.installation.appId === installation.appId && view.installation.teamId === installation.teamId;
  if (!view || !own) throw new ApiError('not_found');
  return view;
}

function checkHash(call: ApiCall, view: View): void {
  const hash = call.string('hash');
  if (hash !== '' && hash !== view.hash) throw new ApiError('hash_conflict');
}

function checkExternalId(call: ApiCall, content: ViewContent, self?: View): void {
  const twin = call.slack.views.findExternal(call.caller.installation, content.externalId);
  if (twin && twin !== self) throw new ApiError('duplicate_external_id');
}
