import { findPlaced, placedElements, type PlacedElement } from '../blocks/elements.js';
import { NotChoosable, useMessageElement, useViewElement } from '../deliveries/block-actions.js';
import { channelNameForApps, type Actor } from '../deliveries/interactions.js';
import { messageElements, type FoundElement } from '../deliveries/message-elements.js';
import { typeState } from '../deliveries/typed-state.js';
import { suggest } from '../deliveries/suggestions.js';
import { isObject, text, type JsonObject } from '../json.js';
import { openHomeTab } from '../views/home.js';
import { presentView } from '../views/present-view.js';
import type { View } from '../views/view.js';
import { closeView } from '../views/view-closing.js';
import { fillIn, submitView } from '../views/view-submission.js';
import type { Channel, Message } from '../workspace/model.js';
import { presentMessage } from '../workspace/present.js';
import { ControlError, type ControlRequest } from './control-request.js';

/** What people do with buttons, menus and forms, in messages (`channel`, `ts`) and views (`view_id`). */
export const FORM_ACTIONS: Record<string, (request: ControlRequest) => object | Promise<object>> = {
  /**
   * Presses a button, or puts `value` into another element, named by `action_id`, its text or its label. `state`, as
   * `{block_id: {action_id: value}}`, is what the person has typed elsewhere and the client sends along.
   */
  click: (request) =>
    choosable(() => {
      const { slack, values } = request;
      const value = values.value;
      if (request.text('view_id') !== '') {
        const view = viewOf(request);
        const elements = placedElements(view.content.blocks);
        const found = placed(request, elements);
        typeState(view.form, elements, values.state);
        return useViewElement(slack, viewActor(request, view), view, found, value);
      }
      const { channel, message } = seenMessage(request);
      const elements = messageElements(message);
      const found = placed(request, elements);
      typeState(slack.messageForms.of(message, request.user.id), elements, values.state);
      return useMessageElement(
        slack,
        messageActor(request, channel, message),
        channel,
        message,
        found,
        value,
      );
    }),

  /** Types `text` into an external select: `{options, shown, …}`. */
  type_option(request) {
    const { slack } = request;
    if (request.text('view_id') !== '') {
      const view = viewOf(request);
      const found = placed(request, placedElements(view.content.blocks));
      const where = { container: { type: 'view', view_id: view.id }, view: presentView(view) };
      return suggest(slack, viewActor(request, view), view.form, found, request.text('text'), where);
    }
    const { channel, message } = seenMessage(request);
    const found: FoundElement = placed(request, messageElements(message));
    const actor = messageActor(request, channel, message);
    const where = {
      container: { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: false },
      channel: { id: channel.id, name: channelNameForApps(channel) },
      message: presentMessage(channel, message, true),
    };
    const form = slack.messageForms.of(message, actor.user.id);
    return suggest(slack, actor, form, found, request.text('text'), where);
  },

  /** Fills `values` in, and what the client holds, `state`, and presses the submit button. */
  submit: (request) =>
    choosable(async () => {
      const view = viewOf(request);
      if (view.content.type !== 'modal') throw new ControlError(409, 'a home tab has nothing to submit');
      const values = request.values.values;
      typeState(view.form, placedElements(view.content.blocks), request.values.state);
      fillIn(view, isObject(values) ? values : {});
      return submitView(request.slack, viewActor(request, view), view);
    }),

  /** Closes a modal with its close button, or with `all` by the ×. */
  close(request) {
    const view = viewOf(request);
    return closeView(request.slack, viewActor(request, view), view, request.values.all === true);
  },

  /** Opens the app's home tab, or its messages `tab`: its `channel`, and `view`, `null` where none was published yet. */
  home(request) {
    const { slack, user } = request;
    const installation = request.installation(request.app);
    if (installation.botUserId === '') throw new ControlError(409, 'an app without a bot has no home');
    const channel = openHomeTab(
      slack,
      installation,
      user,
      request.text('tab') === 'messages' ? 'messages' : 'home',
    );
    const view = slack.views.home(installation, user.id);
    return { channel: channel.id, view: view ? describeView(view) : null };
  },
};

/** A view as tests see it: Slack's object, and what the person sees around it. */
export function describeView(view: View): JsonObject {
  return { ...presentView(view), user: view.userId, errors: view.errors, problem: view.problem };
}

/** What `user` has open: `{revision, stack}`, the top one last, and `home`, the app's home tab. */
export function describeViews(request: ControlRequest): object {
  const { slack, user, app } = request;
  const installation = slack.world.installation(app.id, request.teamId);
  const home = installation && slack.views.home(installation, user.id);
  return {
    revision: slack.world.revision,
    stack: slack.views.stackOf(user.id).map(describeView),
    home: home ? describeView(home) : null,
  };
}

function viewOf(request: ControlRequest): View {
  const view = request.slack.views.find(request.text('view_id'));
  if (!view) throw new ControlError(404, `no view ${request.text('view_id')} is open`);
  if (request.text('user') !== '' && request.user.id !== view.userId) {
    throw new ControlError(403, `only ${view.userId} sees this view`);
  }
  return view;
}

function viewActor({ slack }: ControlRequest, view: View): Actor {
  const { installation } = view;
  const app = slack.world.apps.get(installation.appId);
  const user = slack.world.users.get(view.userId);
  if (!app || !user) throw new ControlError(409, 'the app or the person is gone');
  return { app, installation, user };
}

function seenMessage(request: ControlRequest): { channel: Channel; message: Message } {
  const { channel, user } = request;
  const message = request.message(channel);
  if (message.ephemeralTo !== undefined && message.ephemeralTo !== user.id) {
    throw new ControlError(403, `only ${message.ephemeralTo} sees this message`);
  }
  return { channel, message };
}

function messageActor({ slack, user }: ControlRequest, channel: Channel, message: Message): Actor {
  const app = slack.world.apps.get(text(message.body.app_id));
  if (!app) throw new ControlError(409, 'the message is of no app');
  const installation = slack.world
    .installationsIn(channel)
    .find(({ appId, botUserId }) => appId === app.id && botUserId === message.body.user);
  if (!installation) throw new ControlError(409, `${app.name} is not installed any more`);
  return { app, installation, user };
}

function placed<T extends PlacedElement>(request: ControlRequest, all: T[]): T {
  const wanted = request.text('action_id');
  const found = findPlaced(all, wanted, request.text('block_id') || undefined);
  if (!found) {
    const there = all.map(({ element }) => text(element.action_id)).join(', ');
    throw new ControlError(404, `there is no element “${wanted}”; there are: ${there || 'none'}`);
  }
  return found;
}

async function choosable(act: () => Promise<object>): Promise<object> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof NotChoosable) throw new ControlError(400, error.message);
    throw error;
  }
}
