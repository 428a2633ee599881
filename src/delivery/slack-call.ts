import { type SlackMessage, context } from '../slack/index.js';
import { isWebhook } from './domain/address.js';
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

/** undefined when nothing is to be done: a newer version is shown already, or what is to be deleted never stood. */
export function callFor(claim: Claim): SlackCall | undefined {
  const { op, cardTs, cardChannel, cardVersion, shownVersion, cardDeleted } = claim;
  if (isWebhook(claim.channel)) return webhookCall(claim);
  // Whatever is still owed of a card that nobody wants any more takes it away, if it stands.
  if (cardDeleted) {
    if (cardTs === null || cardChannel === null) return undefined;
    const args = { channel: cardChannel, ts: cardTs };
    return { method: DELETE, channel: cardChannel, args, posts: false, repeatable: true };
  }
  // It is wanted again.
  if (op === 'delete') return undefined;
  if (shownVersion !== null && cardVersion !== null && shownVersion >= cardVersion) return undefined;
  const content = contentOf(claim);
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

function webhookCall(claim: Claim): SlackCall | undefined {
  const { channel } = claim;
  const args = webhookMessage(claim, contentOf(claim));
  return args === undefined ? undefined : { method: channel, channel, args, posts: true, repeatable: false };
}

const REPEATED = 'This may have been posted before: Slack’s answer did not arrive.';

/** `blocks: []` takes away what an edited message had. */
function contentOf({ message, rung, repeated }: Claim): SlackMessage {
  const { text, blocks } = message;
  if (rung === 'plain') return { text: repeated ? `${text}\n_${REPEATED}_` : text, blocks: [] };
  return { text, blocks: repeated && blocks !== undefined ? [...blocks, context(REPEATED)] : blocks };
}

/** A reply whose card never stood, or stands in another channel, stands by itself. */
function threadOf({ threadTs, threadChannel, channel }: Claim): object {
  return threadTs !== null && (threadChannel === null || threadChannel === channel)
    ? { thread_ts: threadTs }
    : {};
}
