export * from './block-kit/index.js';
export { BoltApp, type Dispatch } from './bolt-app.js';
export {
  type RequestKind,
  type SlackEvent as IncomingEvent,
  type SlackPayload,
  type SlackRequest as IncomingRequest,
  type Tenant,
  idIn,
  objectIn,
} from './domain/index.js';
export { type DeclaredHandler, declaredHandlers } from './declared-handlers.js';
export { examineAppToken } from './examine-app-token.js';
export { HandlerRegistry } from './handler-registry.js';
export { HttpReceiver } from './http-receiver.js';
export { ExpiredTriggerError, type OpenModal, People, loadingView, plainView } from './people.js';
export { SlackClients, slackLogger } from './slack-clients.js';
export { type FailureKind, type SlackFailure, slackFailure } from './slack-failure.js';
export { type SlackAnswerBody, SlackCallError, SlackCalls } from './slack-calls.js';
export {
  type ActionArgs,
  type CommandArgs,
  type EventArgs,
  type EventOptions,
  type HandlerContext,
  type HandlerKind,
  type OptionsArgs,
  type RegisteredHandler,
  SlackAction,
  SlackCommand,
  SlackEvent,
  SlackOptions,
  SlackShortcut,
  SlackView,
  SlackViewClosed,
  type ShortcutArgs,
  type ViewArgs,
  type ViewClosedArgs,
} from './slack-handlers.js';
export {
  type Arrival,
  type EventTaker,
  type RequestTaker,
  type SlackAnswer,
  SlackIntake,
} from './slack-intake.js';
export {
  type BotOwner,
  type InstalledBot,
  NotInstalledError,
  SlackTokens,
  TokenExpiredError,
  type TokenSource,
} from './slack-tokens.js';
export { SlackWebhooks } from './slack-webhooks.js';
export { SlackModule } from './slack.module.js';
export { SocketPool } from './socket-pool.js';
