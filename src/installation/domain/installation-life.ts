export const INSTALLATION_STATES = ['active', 'disabled', 'revoked', 'uninstalled'] as const;
export type InstallationState = (typeof INSTALLATION_STATES)[number];
export type LostState = Exclude<InstallationState, 'active'>;

/** What Slack's refusal of a bot says about its installation. */
export type Loss =
  /** The bot, or its whole workspace, is switched off; it may be switched on again. */
  | { kind: 'installation'; state: 'disabled' | 'revoked'; reason: string }
  /** An organisation's admin has taken the app out of this workspace. */
  | { kind: 'workspace'; reason: string }
  /** The token is older than we thought. */
  | { kind: 'expired' }
  | { kind: 'none' };

/** Old news never brings a token back, and the first reason stays: Slack's events come in any order, and twice. */
const MOVES: Readonly<Record<InstallationState, readonly InstallationState[]>> = {
  active: ['disabled', 'revoked', 'uninstalled'],
  disabled: ['active', 'revoked', 'uninstalled'],
  revoked: [],
  uninstalled: [],
};

/** Whether news may move an installation from one state to another. Installing again always makes it active. */
export const mayBecome = (from: InstallationState, to: InstallationState) => MOVES[from].includes(to);

/** Whether it stays so until somebody installs the app again. What Slack has switched off it may switch on again. */
export const isOver = (state: InstallationState) => state !== 'active' && !mayBecome(state, 'active');

/** The states from which news may lead to this one. */
export const statesBefore = (to: InstallationState) =>
  INSTALLATION_STATES.filter((from) => mayBecome(from, to));

/** @param code Slack's own word for refusing a call with a bot's token */
export function lossBy(code: string): Loss {
  switch (code) {
    case 'account_inactive':
      return {
        kind: 'installation',
        state: 'disabled',
        reason: 'Slack says that the bot, or its workspace, is deactivated (account_inactive)',
      };
    case 'token_revoked':
      return {
        kind: 'installation',
        state: 'revoked',
        reason: 'Slack says that the bot’s token was revoked (token_revoked)',
      };
    case 'team_access_not_granted':
      return {
        kind: 'workspace',
        reason: 'The organisation gives the app no access to this workspace (team_access_not_granted)',
      };
    case 'token_expired':
      return { kind: 'expired' };
    default:
      return { kind: 'none' };
  }
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/** What a lost workspace has stored with us is kept so long, in case it comes back. */
export const KEPT_DAYS = 30;

/** When the data of a workspace that was lost at `endedAt` goes. */
export const forgottenAt = (endedAt: Date) => new Date(endedAt.getTime() + KEPT_DAYS * DAY_MS);
