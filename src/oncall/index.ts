export { OnCall, type OnCallNow } from './on-call.service.js';
export { OnCallModule } from './on-call.module.js';
export { RotationEntity } from './rotation.entity.js';
