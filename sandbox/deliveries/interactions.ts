import type { JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import type { Channel, Installation, SlackApp, User } from '../workspace/model.js';
import { payloadOrigin } from './payload-origin.js';
import type { Outcome } from './sender.js';
import type { TriggerOrigin } from './triggers.js';

/** What came of something that a person did, and what they are shown about it. */
export interface Shown {
  status: number | null;
  ms: number;
  body: string;
  /** The error that the person sees; `null` if all went well. */
  shown: string | null;
}

/** Nothing was sent: the person's own client had no need to, or refused. */
export function notSent(shown: string | null = null): Shown {
  return { status: null, ms: 0, body: '', shown };
}

/** Who uses what of which app. */
export interface Actor {
  app: SlackApp;
  installation: Installation;
  user: User;
}

/** The fields that every interactive payload has (facts, section 3), and a trigger id where it has one. */
export function payloadBase(slack: Slack, actor: Actor, type: string, trigger?: TriggerOrigin): JsonObject {
  const { app, installation, user } = actor;
  return {
    type,
    ...payloadOrigin(slack.world, installation, user),
    api_app_id: app.id,
    token: app.verificationToken,
    ...(trigger === undefined
      ? {}
      : { trigger_id: slack.triggers.issue(app.id, installation.teamId, user.id, trigger) }),
  };
}

/** Sends a payload to the app's interactivity URL, options to the one for menus. */
export function sendPayload(
  slack: Slack,
  app: SlackApp,
  name: string,
  payload: JsonObject,
  url: string = app.interactivityUrl,
): Promise<Outcome> {
  return slack.sender.send({
    app,
    url,
    kind: 'interactivity',
    name,
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
  });
}

export function shownOf(outcome: Outcome): Shown {
  const { status, ms, body } = outcome;
  return { status, ms, body, shown: shownFailure(outcome) };
}

/** What a person sees when an app doesn't take an interaction (wording of ours: facts only say "an error"). */
export function shownFailure(outcome: Outcome): string | null {
  if (outcome.failure === undefined) return null;
  if (outcome.failure === 'http_timeout') {
    return 'Operation timed out. Apps need to respond within 3 seconds.';
  }
  if (outcome.failure === 'http_error') return `This app responded with Status Code ${outcome.status}.`;
  return 'This app could not be reached.';
}

/** Names as payloads have them: `privategroup`, `directmessage` where there is no public one (facts, section 4). */
export function channelNameForApps(channel: Channel): string {
  if (channel.kind === 'im') return 'directmessage';
  return channel.kind === 'private' ? 'privategroup' : channel.name;
}
