export { type InstallationState, KEPT_DAYS } from './installation-life.js';
export { ROLES, type Role, isAtLeast } from './role.js';
