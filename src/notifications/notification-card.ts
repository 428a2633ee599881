import type { KnownBlock } from '@slack/types';
import {
  LIMITS,
  type SlackMessage,
  context,
  escapeMrkdwn,
  fieldSections,
  header,
  image,
  link,
  safeMrkdwn,
  section,
  truncateMrkdwn,
} from '../slack/index.js';
import type { Draft } from './notification.js';
import type { Severity } from './notification.dto.js';

/** By name: Slack shows them as everywhere else, whatever emoji style a person has chosen. */
const EMOJI: Record<Severity, string> = {
  critical: ':red_circle:',
  error: ':large_orange_circle:',
  warning: ':large_yellow_circle:',
  info: ':large_blue_circle:',
};

export const severityEmoji = (severity: Severity) => EMOJI[severity];
export const severityName = (severity: Severity) => severity[0]?.toUpperCase() + severity.slice(1);

/** Ten sections of ten. A card has 50 blocks at most, and labels, which become fields, may come by the hundred. */
const MOST_FIELDS = 100;

/** A card's body: description, fields, image and links, whatever stands above and below. */
export function bodyBlocks({
  text,
  fields,
  image: picture,
  links,
}: Pick<Draft, 'text' | 'fields' | 'image' | 'links'>): KnownBlock[] {
  return [
    ...(text === undefined || text.trim() === '' ? [] : [section(safeMrkdwn(text))]),
    ...fieldSections(
      fields
        .slice(0, MOST_FIELDS)
        .map(({ label, value }) => ({ label: escapeMrkdwn(label), value: escapeMrkdwn(value) })),
    ),
    ...(fields.length > MOST_FIELDS ? [context(`… and ${fields.length - MOST_FIELDS} more fields`)] : []),
    ...(picture === undefined ? [] : [image(picture.url, picture.alt)]),
    ...(links.length === 0
      ? []
      : [context(links.map(({ text: label, url }) => link(url, label)).join('  ·  '))]),
  ];
}

/** A notification that stands for itself. */
export function notificationCard(draft: Draft): SlackMessage {
  const meta = [
    severityName(draft.severity),
    draft.source,
    draft.type === 'message' ? undefined : draft.type,
  ];
  return {
    text: truncateMrkdwn(escapeMrkdwn(draft.title), LIMITS.messageText),
    blocks: [
      header(`${severityEmoji(draft.severity)} ${draft.title}`),
      context(escapeMrkdwn(meta.filter((one) => one !== undefined).join('  ·  '))),
      ...bodyBlocks(draft),
    ],
  };
}
