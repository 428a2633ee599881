import { sendSslCheck } from '../deliveries/commands.js';
import { runMessageShortcut, runShortcut } from '../deliveries/shortcuts.js';
import { verifyEventsUrl } from '../deliveries/url-verification.js';
import { react } from '../workspace/reactions.js';
import { ControlError, type ControlRequest } from './control-request.js';

/** What people do with an app from outside its messages, and with anybody's messages. */
export const APP_ACTIONS: Record<string, (request: ControlRequest) => object | Promise<object>> = {
  /** Runs the global shortcut `callback_id`. */
  shortcut(request) {
    return runShortcut(request.slack, actorOf(request), callbackId(request));
  },

  /** Runs the message shortcut `callback_id` on a message. */
  message_shortcut(request) {
    const { slack, channel } = request;
    const message = request.message(channel);
    if (message.ephemeralTo !== undefined) throw new ControlError(409, 'an ephemeral has no shortcuts');
    return runMessageShortcut(slack, actorOf(request), callbackId(request), channel, message);
  },

  /** Puts the reaction `name` on a message, or with `removed` takes it back. */
  reaction(request) {
    const { slack, channel, user } = request;
    const message = request.message(channel);
    const error = react(
      slack,
      channel,
      message,
      request.text('name'),
      user.id,
      request.values.removed !== true,
    );
    if (error !== undefined) throw new ControlError(409, error);
    return { channel: channel.id, ts: message.ts };
  },

  /** The events URL is typed into the app's settings: `verified` tells whether Slack takes it. */
  verify_url(request) {
    if (request.app.socketMode) throw new ControlError(409, 'in Socket Mode there is no URL to verify');
    return verifyEventsUrl(request.slack, request.app);
  },

  /** Slack's occasional look at the certificate of a command's URL. */
  ssl_check(request) {
    if (request.app.socketMode) throw new ControlError(409, 'in Socket Mode there is no URL to check');
    return sendSslCheck(request.slack, request.app);
  },
};

function actorOf(request: ControlRequest) {
  const { app, user } = request;
  const installation = request.installation(app);
  if (!installation.scopes.includes('commands')) {
    throw new ControlError(409, `${app.name} has no commands scope`);
  }
  return { app, installation, user };
}

function callbackId(request: ControlRequest): string {
  const id = request.text('callback_id');
  if (id === '') throw new ControlError(400, 'callback_id is empty');
  return id;
}
