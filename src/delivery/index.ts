export { DeliveryEntity, type DeliveryRung, type DeliveryState } from './delivery.entity.js';
export { DeliveryModule } from './delivery.module.js';
export { IsWebhookName } from './destinations.controller.js';
export { type Destination, addressIn, isEmail, isPersonId, webhookLane } from './domain/address.js';
export { priorityOf } from './domain/outcome.js';
export { type Card, type DeliveryReceipt, Outbox, type Owed, type Summary } from './outbox.js';
export { LaneRunner } from './lane-runner.js';
export { MessageSender } from './message-sender.js';
export { Webhooks } from './webhooks.service.js';
