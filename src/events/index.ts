export { EventPartitions, KEPT_DAYS } from './event-partitions.js';
export { EventRunner } from './event-runner.js';
export { EventsModule } from './events.module.js';
export { Events, type EventView, WORK_STATES, type WorkState } from './events.service.js';
