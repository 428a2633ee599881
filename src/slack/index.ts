export * from './block-kit/index.js';
export { SlackClients, slackLogger } from './slack-clients.js';
export { type FailureKind, type SlackFailure, slackFailure } from './slack-failure.js';
export {
  type ActionArgs,
  type CommandArgs,
  type EventArgs,
  type OptionsArgs,
  SlackAction,
  SlackCommand,
  SlackEvent,
  SlackOptions,
  SlackShortcut,
  SlackView,
  type ShortcutArgs,
  type ViewArgs,
} from './slack-handlers.js';
export { type InstalledBot, NotInstalledError, SlackTokens, type TokenSource } from './slack-tokens.js';
export { SlackModule } from './slack.module.js';
