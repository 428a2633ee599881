import { type SlackPayload, type Tenant, idIn, objectIn, tenantOfEvent, tenantOfRequest } from './tenant.js';

export type RequestKind = 'command' | 'action' | 'view' | 'view_closed' | 'shortcut' | 'options';

/** Something that happened in a workspace. Slack sends it until somebody has said that they have it. */
export interface SlackEvent {
  kind: 'event';
  tenant: Tenant;
  appId: string;
  /** Slack's id, the same in every retry. */
  eventId: string;
  /** `message`, `app_mention`, … */
  type: string;
  /** Seconds since 1970, when it happened; undefined where Slack sent no usable time. */
  time?: number;
  /** Where it happened, for handlers that want a channel's events in order. */
  channel?: string;
}

/** Somebody does something and waits for the answer. */
export interface SlackRequest {
  kind: RequestKind;
  tenant: Tenant;
  /** The command with its slash, an action_id or a callback_id. */
  name: string;
  userId: string;
  /** The person's own workspace, where Slack says it. In a shared channel it may be another company's. */
  userTeamId?: string;
}

export type Sorted =
  | SlackEvent
  | SlackRequest
  | { kind: 'url_verification'; challenge: string }
  | { kind: 'ssl_check' }
  | { kind: 'app_rate_limited'; tenant: Tenant; appId: string; minute: number }
  | { kind: 'unusable'; why: string };

/** Longer names than Slack allows (255) are nobody's. */
const LONGEST_NAME = 255;
/** Visible ASCII, without the `|` that our cursors are made with. */
const EVENT_ID = /^[\x21-\x7b\x7d\x7e]{1,100}$/;

/** What a signed payload is. Slack's own are always something; everything else is `unusable`, and says why. */
export function sortPayload(payload: SlackPayload): Sorted {
  if (payload.ssl_check === '1') return { kind: 'ssl_check' };
  if (payload.type === 'url_verification') {
    return typeof payload.challenge === 'string'
      ? { kind: 'url_verification', challenge: payload.challenge }
      : unusable('a url_verification without its challenge');
  }
  if (payload.type === 'app_rate_limited') return rateLimited(payload);
  if (payload.type === 'event_callback' || 'event' in payload) return event(payload);
  return request(payload);
}

const unusable = (why: string): Sorted => ({ kind: 'unusable', why });

function event(payload: SlackPayload): Sorted {
  const inner = objectIn(payload.event);
  const tenant = tenantOfEvent(payload);
  const type = nameIn(inner.type);
  const { event_id: eventId, event_time: time } = payload;
  if (type === undefined) return unusable('an event without a type');
  if (typeof eventId !== 'string' || !EVENT_ID.test(eventId)) return unusable('an event without an event_id');
  if (tenant === undefined) return unusable('an event that names no workspace');
  const channel = idIn(inner.channel) ?? idIn(objectIn(inner.item).channel) ?? idIn(inner.channel_id);
  return {
    kind: 'event',
    tenant,
    appId: idIn(payload.api_app_id) ?? '',
    eventId,
    type,
    ...(Number.isSafeInteger(time) ? { time: time as number } : {}),
    ...(channel === undefined ? {} : { channel }),
  };
}

/** Flat, without an `event`: Bolt can't tell what it is. @see https://docs.slack.dev/reference/events/app_rate_limited */
function rateLimited(payload: SlackPayload): Sorted {
  const workspaceId = idIn(payload.team_id);
  const minute = payload.minute_rate_limited;
  if (workspaceId === undefined || !Number.isSafeInteger(minute)) {
    return unusable('an app_rate_limited without its workspace or minute');
  }
  const appId = idIn(payload.api_app_id) ?? '';
  return { kind: 'app_rate_limited', tenant: { workspaceId }, appId, minute: minute as number };
}

const KIND_OF_TYPE: ReadonlyMap<unknown, RequestKind> = new Map<unknown, RequestKind>([
  ['block_actions', 'action'],
  ['view_submission', 'view'],
  ['view_closed', 'view_closed'],
  ['shortcut', 'shortcut'],
  ['message_action', 'shortcut'],
  ['block_suggestion', 'options'],
]);

function request(payload: SlackPayload): Sorted {
  const kind = typeof payload.command === 'string' ? 'command' : KIND_OF_TYPE.get(payload.type);
  if (kind === undefined) return unusable('neither an event nor anything that a person does');
  const tenant = tenantOfRequest(payload);
  const user = objectIn(payload.user);
  const userId = idIn(kind === 'command' ? payload.user_id : user.id);
  const name = nameIn(nameOf(kind, payload));
  if (tenant === undefined) return unusable(`a ${kind} that names no workspace`);
  if (userId === undefined) return unusable(`a ${kind} that names no user`);
  if (name === undefined) return unusable(`a ${kind} without a name`);
  const userTeamId = idIn(user.team_id);
  return { kind, tenant, name, userId, ...(userTeamId === undefined ? {} : { userTeamId }) };
}

/** More elements than a row of them can have. */
const MOST_ACTIONS = 25;

/**
 * A click's payload for each of its actions. `actions` is a list; that it ever has more than one is *unverified*. Each
 * has a name of its own, and may have an owner of its own.
 */
export function perAction(payload: SlackPayload): SlackPayload[] {
  const { actions } = payload;
  if (payload.type !== 'block_actions' || !Array.isArray(actions) || actions.length < 2) return [payload];
  return actions.slice(0, MOST_ACTIONS).map((action: unknown) => ({ ...payload, actions: [action] }));
}

function nameOf(kind: RequestKind, payload: SlackPayload): unknown {
  switch (kind) {
    case 'command':
      return payload.command;
    case 'action':
      return objectIn(Array.isArray(payload.actions) ? payload.actions[0] : undefined).action_id;
    case 'view':
    case 'view_closed':
      // A view may go without a callback_id: its name is empty, and nobody owns that.
      return objectIn(payload.view).callback_id ?? '';
    case 'shortcut':
      return payload.callback_id;
    case 'options':
      return payload.action_id;
  }
}

function nameIn(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > LONGEST_NAME) return undefined;
  // PostgreSQL stores neither NUL nor half a surrogate pair; no name of Slack's has any.
  return /[\0\p{Surrogate}]/u.test(value) ? undefined : value;
}
