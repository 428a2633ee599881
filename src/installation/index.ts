export { CallerOf, NeedsKey } from './api-key.guard.js';
export { type ApiKeySummary, ApiKeys, type Caller } from './api-keys.service.js';
export { SCOPES, type Scope } from './domain/api-key.js';
export { InstallationModule } from './installation.module.js';
export { type Grant, Installations, type WorkspaceSummary } from './installations.service.js';
