export type { Asked, RequestRules } from './request-rules.js';
export { RequestsModule } from './requests.module.js';
export { Requests } from './requests.service.js';
