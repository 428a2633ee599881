export { type ConnectFailure, nextPause, pauseAfter, wasSteady, whatToDo } from './reconnecting.js';
export {
  type DisconnectReason,
  type Envelope,
  type Frame,
  acknowledgement,
  readFrame,
} from './socket-frame.js';
export {
  type RequestKind,
  type SlackEvent,
  type SlackRequest,
  type Sorted,
  perAction,
  sortPayload,
} from './sort-payload.js';
export { type SlackPayload, type Tenant, idIn, objectIn, tenantOfEvent, tenantOfRequest } from './tenant.js';
