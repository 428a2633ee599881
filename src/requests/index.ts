export { digest } from './digest.js';
export { LeftBehindRequests } from './left-behind-requests.js';
export { RequestLimits } from './request-limits.js';
export type { Asked, Notice, RequestRules } from './request-rules.js';
export { RequestsModule } from './requests.module.js';
export { Requests } from './requests.service.js';
