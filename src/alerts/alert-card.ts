import type { KnownBlock } from '@slack/types';
import { bodyBlocks, severityEmoji, severityName } from '../notifications/index.js';
import {
  LIMITS,
  type SlackMessage,
  actions,
  button,
  context,
  escapeMrkdwn,
  header,
  slackDate,
  truncateMrkdwn,
  userMention,
} from '../slack/index.js';
import type { AlertEntity } from './alert.entity.js';

export const ACKNOWLEDGE_ACTION = 'alert.ack';

export type AlertView = Pick<
  AlertEntity,
  | 'id'
  | 'state'
  | 'severity'
  | 'source'
  | 'title'
  | 'body'
  | 'firedAt'
  | 'acknowledgedAt'
  | 'acknowledgedBy'
  | 'resolvedAt'
  | 'resolvedBy'
>;

/** An alert as its card, in whichever state it is. */
export function alertCard(alert: AlertView): SlackMessage {
  const blocks: KnownBlock[] = [
    header(`${emojiOf(alert)} ${alert.title}`),
    context(escapeMrkdwn(severityName(alert.severity)) + sourceOf(alert) + firedOf(alert)),
    ...bodyBlocks(alert.body),
  ];
  const history = historyOf(alert);
  if (history.length > 0) blocks.push(context(...history));
  if (alert.state === 'firing') {
    blocks.push(
      actions(
        button({ actionId: ACKNOWLEDGE_ACTION, value: alert.id, label: 'Acknowledge', style: 'primary' }),
      ),
    );
  }
  return {
    text: truncateMrkdwn(escapeMrkdwn(alertTitle(alert)), LIMITS.messageText),
    blocks,
  };
}

/** In one line of plain text. */
export const alertTitle = ({ state, title }: Pick<AlertView, 'state' | 'title'>) =>
  `${STATE_NAMES[state]}: ${title}`;

const STATE_NAMES = { firing: 'Firing', acknowledged: 'Acknowledged', resolved: 'Resolved' } as const;

const emojiOf = ({ state, severity }: AlertView) =>
  state === 'resolved' ? ':white_check_mark:' : severityEmoji(severity);
const sourceOf = ({ source }: AlertView) => (source === null ? '' : `  ·  ${escapeMrkdwn(source)}`);
const firedOf = ({ firedAt }: AlertView) => (firedAt === null ? '' : `  ·  fired ${slackDate(firedAt)}`);

function historyOf({ acknowledgedAt, acknowledgedBy, resolvedAt, resolvedBy }: AlertView): string[] {
  const lines = [];
  if (acknowledgedAt !== null) {
    lines.push(`:eyes: Acknowledged by ${personOf(acknowledgedBy)} ${slackDate(acknowledgedAt)}`);
  }
  if (resolvedAt !== null) {
    lines.push(
      `:white_check_mark: Resolved${resolvedBy === null ? '' : ` by ${personOf(resolvedBy)}`} ${slackDate(resolvedAt)}`,
    );
  }
  return lines;
}

/** Actors are Slack users, or keys of the API. */
function personOf(actor: string | null): string {
  if (actor === null) return 'somebody';
  return actor.startsWith('key:') ? `API key \`${actor.slice(4)}\`` : userMention(actor);
}
