export { IsChannelIfGiven, IsPerson } from './address-rules.js';
export { type RoutingDecision, type RoutingDocument, route } from './domain/routing.js';
export { bodyBlocks, severityEmoji, severityName } from './notification-card.js';
export { type NotificationKind, NotificationKinds } from './notification-kinds.js';
export { SEVERITIES, type Severity } from './notification.dto.js';
export type { Draft, Notification } from './notification.js';
export { NotificationsModule } from './notifications.module.js';
export { type Accepted, Notifications } from './notifications.service.js';
export { type AppliedDocument, type Explanation, Routing } from './routing.service.js';
