import { type SlackMessage, context, fitMessage, plainMessage } from '../slack/index.js';
import { isWebhook } from './domain/address.js';
import { type DeadChannel, withFailoverNote } from './failover-words.js';
import type { Claim } from './lane-claims.js';
import { webhookMessage } from './webhook-message.js';

/** What Slack is asked to do about a claim. */
export interface SlackCall {
  /** One of the Web API's; or a webhook's lane. */
  method: string;
  /** The channel that it is counted for. */
  channel: string;
  args: object;
  /** It uses the channel's pace. */
  posts: boolean;
  /** Asked twice is the same as once. */
  repeatable: boolean;
}

export const DELETE = 'chat.delete';

/** By it a post is found again in its channel's history; see `recovery`. Anybody in the workspace may read it. */
export const METADATA_TYPE = 'switchboard_delivery';

/**
 * undefined when nothing is to be done: a newer version is shown already, or what is to be deleted never stood.
 * @param link to all of the message; few need one
 */
export function callFor(claim: Claim, link: () => string): SlackCall | undefined {
  const { op, cardTs, cardChannel, cardVersion, shownVersion, cardDeleted } = claim;
  if (isWebhook(claim.channel)) return webhookCall(claim, contentOf(claim, link));
  // Whatever is still owed of a card that nobody wants any more takes it away, if it stands.
  if (cardDeleted) {
    if (cardTs === null || cardChannel === null) return undefined;
    const args = { channel: cardChannel, ts: cardTs };
    return { method: DELETE, channel: cardChannel, args, posts: false, repeatable: true };
  }
  // It is wanted again.
  if (op === 'delete') return undefined;
  if (shownVersion !== null && cardVersion !== null && shownVersion >= cardVersion) return undefined;
  const content = contentOf(claim, link);
  if (op === 'ephemeral') {
    const { channel, userId } = claim;
    const args = { channel, user: userId, ...content, ...threadOf(claim) };
    return { method: 'chat.postEphemeral', channel, args, posts: false, repeatable: false };
  }
  if (cardTs !== null && cardChannel !== null) {
    const args = { channel: cardChannel, ts: cardTs, ...content };
    return { method: 'chat.update', channel: cardChannel, args, posts: false, repeatable: true };
  }
  const args = {
    channel: claim.channel,
    ...content,
    ...threadOf(claim),
    unfurl_links: false,
    unfurl_media: false,
    metadata: {
      event_type: METADATA_TYPE,
      event_payload: { id: claim.id, ...(cardVersion === null ? {} : { version: cardVersion }) },
    },
  };
  return { method: 'chat.postMessage', channel: claim.channel, args, posts: true, repeatable: false };
}

function webhookCall(claim: Claim, content: SlackMessage): SlackCall | undefined {
  const { channel } = claim;
  const args = webhookMessage(claim, content);
  return args === undefined ? undefined : { method: channel, channel, args, posts: true, repeatable: false };
}

const WHY_PLAIN = 'Slack refused the card';
const REPEATED = 'This may have been posted before: Slack’s answer did not arrive.';

/**
 * The message within Slack's limits, or its words alone where Slack refused more; `blocks: []` takes away what an edited
 * message had.
 */
function contentOf(claim: Claim, link: () => string): SlackMessage {
  const dead = deadChannelOf(claim);
  const message = dead === undefined ? claim.message : withFailoverNote(claim.message, dead);
  if (claim.rung === 'plain') {
    const { text } = plainMessage(message, { link: link(), why: WHY_PLAIN });
    return { text: claim.repeated ? `${text}\n_${REPEATED}_` : text, blocks: [] };
  }
  const { text, blocks, attachments } = fitMessage(message, link).message;
  const shown = claim.repeated && blocks !== undefined ? [...blocks, context(REPEATED)] : blocks;
  return { text, blocks: shown, attachments };
}

/** For which it is shown elsewhere: the message itself, or the card that it edits or posts afresh in the same place. */
function deadChannelOf(claim: Claim): DeadChannel | undefined {
  const { failedOverFrom, failedOverCode, cardFailedOverFrom, cardFailedOverCode, ...place } = claim;
  if (failedOverFrom !== null) return { channel: failedOverFrom, code: failedOverCode ?? 'unknown' };
  const isThere = place.cardTs !== null || place.cardChannel === place.channel;
  if (cardFailedOverFrom === null || !isThere) return undefined;
  return { channel: cardFailedOverFrom, code: cardFailedOverCode ?? 'unknown' };
}

/** A reply whose card never stood, or stands in another channel, stands by itself. */
function threadOf({ threadTs, threadChannel, channel }: Claim): object {
  return threadTs !== null && (threadChannel === null || threadChannel === channel)
    ? { thread_ts: threadTs }
    : {};
}
