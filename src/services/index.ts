export { nameKey } from './domain/service-name.js';
export { type CheckResult, ServiceChecks } from './service-checks.js';
export type { ServiceEntity } from './service.entity.js';
export { ServicesModule } from './services.module.js';
export { Services } from './services.service.js';
