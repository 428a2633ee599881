import { severityEmoji } from '../notifications/index.js';
import { escapeMrkdwn, slackDate } from '../slack/index.js';
import type { OpenAlert } from './alert-statistics.js';

/** One alert of a list, in mrkdwn. */
export function openAlertLine({ title, severity, state, firedAt }: OpenAlert): string {
  const since = firedAt === null ? '' : `, since ${slackDate(firedAt)}`;
  return `${severityEmoji(severity)} ${escapeMrkdwn(title)}${since}${state === 'acknowledged' ? ' :eyes:' : ''}`;
}
