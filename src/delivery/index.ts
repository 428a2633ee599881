export { ChannelSight } from './channel-sight.js';
export { Deliveries, type DeliveriesPage } from './deliveries.service.js';
export { DeliveryReplay } from './delivery-replay.js';
export { DeliveryRetention, KEPT_DAYS as DELIVERIES_KEPT_DAYS } from './delivery-retention.js';
export type { DeliveryView } from './delivery-view.js';
export { DeliveryEntity, type DeliveryRung, type DeliveryState } from './delivery.entity.js';
export { DeliveryModule } from './delivery.module.js';
export { IsWebhookName } from './destinations.controller.js';
export {
  type Destination,
  addressIn,
  isEmail,
  isChannelId,
  isPersonId,
  isWebhookName,
  webhookLane,
} from './domain/address.js';
export { FallbackChannels, type FallbackSource } from './fallback-channels.js';
export { FullMessageLink } from './full-message-link.js';
export { priorityOf } from './domain/outcome.js';
export { SHOWN_STATES, type ShownState } from './domain/shown-state.js';
export { LaneOverview, type LaneView, type LanesView } from './lane-overview.js';
export { Permalinks } from './permalinks.js';
export { Outbox } from './outbox.js';
export type { Card, DeliveryReceipt, Owed, Summary } from './owed.js';
export { LaneRunner } from './lane-runner.js';
export { type MentionSource, Mentions } from './mentions.js';
export { MessageSender } from './message-sender.js';
export { type StandingMessage, StandingMessages } from './standing-messages.js';
export { type WebhookSummary, Webhooks } from './webhooks.service.js';
