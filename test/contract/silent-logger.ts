import { LogLevel, type Logger } from '@slack/web-api';

/** For tests of refusals: Slack's packages would print each. */
export const silentLogger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};
