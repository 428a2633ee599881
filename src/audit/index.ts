export { AuditModule } from './audit.module.js';
export { type Actor, Audit, type AuditPage, type Deed, type Verdict, actorOf } from './audit.service.js';
