export * from './blocks.js';
export * from './mrkdwn.js';
