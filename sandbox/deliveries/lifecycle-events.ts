import type { Slack } from '../slack.js';
import type { Installation } from '../workspace/model.js';

/**
 * `tokens_revoked` with the user ids concerned and, where the app leaves the workspace, `app_uninstalled` (facts,
 * section 2). Both need no scope; apps must not rely on their order.
 */
export function announceUninstall(
  slack: Slack,
  installation: Installation,
  what: { oauth: string[]; bot: string[]; uninstalled: boolean },
): void {
  const { oauth, bot } = what;
  slack.events.emit(installation, { type: 'tokens_revoked', tokens: { oauth, bot } });
  if (what.uninstalled) slack.events.emit(installation, { type: 'app_uninstalled' });
}
