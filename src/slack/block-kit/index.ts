export * from './blocks.js';
export { LIMITS } from './limits.js';
export * from './mrkdwn.js';
export type { SlackMessage } from './slack-message.js';
export { checkMessage } from './check-message.js';
export { type Fitted, fitMessage } from './fit-message.js';
export { type PlainOptions, plainMessage } from './plain-message.js';
export { type Passage, passagesOf } from './passages.js';
export { anchor, mrkdwnHtml } from './mrkdwn-html.js';
