export {
  type RequestKind,
  type SlackEvent,
  type SlackRequest,
  type Sorted,
  perAction,
  sortPayload,
} from './sort-payload.js';
export { type SlackPayload, type Tenant, idIn, objectIn, tenantOfEvent, tenantOfRequest } from './tenant.js';
