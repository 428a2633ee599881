export { DeliveryEntity } from './delivery.entity.js';
export { DeliveryModule } from './delivery.module.js';
export { FallbackChannels, type FallbackSource } from './fallback-channels.js';
export { FullMessageLink } from './full-message-link.js';
export { priorityOf } from './domain/outcome.js';
export { type Card, type DeliveryReceipt, type DeliveryState, Outbox } from './outbox.js';
export { LaneRunner } from './lane-runner.js';
