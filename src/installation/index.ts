export { CallerOf, NeedsKey } from './api-key.guard.js';
export { type ApiKeySummary, ApiKeys, type Caller } from './api-keys.service.js';
export { DataKeys } from './data-keys.js';
export { SCOPES, type Scope, keyIdOf } from './domain/api-key.js';
export { type Grant } from './domain/grant.js';
export { KEPT_DAYS } from './domain/installation-life.js';
export { ManifestError, buildManifest } from './domain/manifest.js';
export {
  DEFAULT_ROLES,
  ROLES,
  type Role,
  type RoleDecision,
  type RolePolicy,
  isAtLeast,
} from './domain/role.js';
export { FirstSteps, type StepsTaker, type TestCard } from './first-steps.js';
export { type IncomingWebhook, IncomingWebhooks } from './incoming-webhooks.js';
export { InstallationModule } from './installation.module.js';
export { type Installed, Installations, type WorkspaceSummary } from './installations.service.js';
export { Losses } from './losses.service.js';
export { Quotas } from './quotas.service.js';
export { RolePolicyDto, checkedPolicy, shownPolicy } from './role-policy.dto.js';
export { Roles } from './roles.service.js';
export { botScopes, userScopes } from './scopes.js';
export { TokenRefresh } from './token-refresh.js';
export { UserTokens } from './user-tokens.js';
