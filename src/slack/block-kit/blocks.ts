import type {
  ActionsBlock,
  Button,
  ContextBlock,
  HeaderBlock,
  ImageBlock,
  MrkdwnElement,
  PlainTextElement,
  SectionBlock,
} from '@slack/types';
import { NOTHING, isBlank } from './blank.js';
import { LIMITS } from './limits.js';
import { truncateMrkdwn, truncatePlain } from './mrkdwn.js';

/*
 * Builders that keep Slack's limits by trimming (facts: docs.slack.dev/reference/block-kit/blocks).
 * Plain objects typed by @slack/types: the builder libraries lack the newer blocks.
 */

/** One line of plain text, never empty. */
function plain(text: string, most: number): PlainTextElement {
  const line = isBlank(text) ? NOTHING : text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return { type: 'plain_text', text: truncatePlain(line, most), emoji: true };
}

/** `verbatim`: Slack must not find pings in text that came from outside. */
export const mrkdwn = (text: string, most: number): MrkdwnElement => ({
  type: 'mrkdwn',
  text: isBlank(text) ? NOTHING : truncateMrkdwn(text, most),
  verbatim: true,
});

export const header = (text: string): HeaderBlock => ({
  type: 'header',
  text: plain(text, LIMITS.headerText),
});

export const section = (text: string): SectionBlock => ({
  type: 'section',
  text: mrkdwn(text, LIMITS.sectionText),
});

/** Label and value pairs, in sections of ten. Both are mrkdwn already. */
export function fieldSections(fields: { label: string; value: string }[]): SectionBlock[] {
  const elements = fields.map(({ label, value }) => mrkdwn(`*${label}*\n${value}`, LIMITS.fieldText));
  const count = Math.ceil(elements.length / LIMITS.fields);
  return Array.from({ length: count }, (_, index) => ({
    type: 'section',
    fields: elements.slice(index * LIMITS.fields, (index + 1) * LIMITS.fields),
  }));
}

export const context = (...texts: string[]): ContextBlock => ({
  type: 'context',
  elements: texts.slice(0, LIMITS.contextElements).map((text) => mrkdwn(text, LIMITS.sectionText)),
});

export const image = (url: string, alt: string): ImageBlock => ({
  type: 'image',
  image_url: url,
  alt_text: isBlank(alt) ? NOTHING : truncatePlain(alt, LIMITS.altText),
});

export interface ButtonOptions {
  actionId: string;
  value: string;
  label: string;
  style?: 'primary' | 'danger';
}

export const button = ({ actionId, value, label, style }: ButtonOptions): Button => ({
  type: 'button',
  action_id: actionId,
  value,
  text: plain(label, LIMITS.buttonText),
  ...(style === undefined ? {} : { style }),
});

export const actions = (...elements: Button[]): ActionsBlock => ({
  type: 'actions',
  elements: elements.slice(0, LIMITS.actionElements),
});
