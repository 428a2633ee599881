import type { KnownBlock } from '@slack/types';
import type { SlackMessage } from '../slack/index.js';
import type { Claim } from './lane-claims.js';
import type { SlackCall } from './asked-of-slack.js';

/**
 * What was posted through a webhook can't be found, edited, deleted or answered in its thread: Slack doesn't tell where it
 * stands. So a card is posted when it begins, and once more when it ends; what comes between would be noise.
 */
export function webhookCallFor(claim: Claim, content: SlackMessage): SlackCall | undefined {
  const { op, cardVersion, shownVersion, cardDeleted, ends, channel } = claim;
  if (op !== 'post' || cardDeleted) return undefined;
  const wasShown = shownVersion !== null;
  if (wasShown && (!ends || (cardVersion !== null && shownVersion >= cardVersion))) return undefined;
  const args = { ...withoutActions(content), unfurl_links: false, unfurl_media: false };
  return { method: channel, channel, args, posts: true, repeatable: false };
}

/** A click would go to the app that the webhook belongs to, and that need not be ours. Links stay. */
export function withoutActions({ blocks, ...rest }: SlackMessage): SlackMessage {
  return blocks === undefined || blocks.length === 0 ? rest : { ...rest, blocks: blocks.flatMap(linksOnly) };
}

function linksOnly(block: KnownBlock): KnownBlock[] {
  if (block.type === 'input') return [];
  if (block.type === 'actions') {
    const elements = block.elements.filter(isLink);
    return elements.length === 0 ? [] : [{ ...block, elements }];
  }
  if (block.type === 'section' && block.accessory !== undefined) {
    const { accessory, ...rest } = block;
    return accessory.type === 'image' || isLink(accessory) ? [block] : [rest];
  }
  return [block];
}

const isLink = (element: object): boolean => 'url' in element && element.url !== undefined;
