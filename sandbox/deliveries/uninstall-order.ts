export type UninstallOrder = 'tokens_revoked' | 'app_uninstalled';
