/** What a delivery is shown as. `sending` stands on its lane; in its own row it is still `queued`. */
export const SHOWN_STATES = [
  'queued',
  'sending',
  'held',
  'unknown',
  'sent',
  'failed',
  'superseded',
  'merged',
] as const;
export type ShownState = (typeof SHOWN_STATES)[number];

/** Of a delivery, what explains its state. */
export interface Facts {
  state: ShownState;
  op: 'post' | 'ephemeral' | 'delete';
  /** Until when it waits by itself. */
  heldUntil: Date | null;
  /** Slack said to wait that long with its channel, or with all. */
  slackSaysUntil: Date | null;
  error: string | null;
  inThread: boolean;
  repeated: boolean;
  rung: 'full' | 'plain';
  mergedInto: string | null;
  failedOverFrom: string | null;
  /** Slack’s word for why; without one it was for a person who isn’t in that channel. */
  failedOverCode: string | null;
}

/** The state in words, for whoever asks why; null where the state says all. */
export function explain(facts: Facts): string | null {
  const { state, heldUntil, slackSaysUntil, mergedInto } = facts;
  if (state === 'queued' && slackSaysUntil !== null)
    return `Slack asked to wait until ${at(slackSaysUntil)}.`;
  if (state === 'held') return whyHeld(facts);
  if (state === 'unknown')
    return `Slack may have it: its answer did not arrive. It is looked for${
      heldUntil === null ? '' : ` at ${at(heldUntil)}`
    }, and sent again only if it isn’t there.`;
  if (state === 'superseded')
    return facts.op === 'delete'
      ? 'There was nothing to delete.'
      : 'A newer version is shown, or the card was taken away; this one is not needed any more.';
  if (state === 'merged')
    return mergedInto === null
      ? 'A summary shows it.'
      : `The summary ${mergedInto} shows it, with others of its storm.`;
  if (state === 'sent') return howSent(facts);
  return null;
}

function whyHeld({ heldUntil, inThread, error }: Facts): string {
  if (heldUntil !== null)
    return `It is tried again at ${at(heldUntil)}${error === null ? ', when Slack’s limits allow it' : ''}.`;
  return inThread
    ? 'It waits for its thread: its card must stand first, and the replies before it.'
    : 'It waits for another message.';
}

function howSent({ repeated, rung, failedOverFrom, failedOverCode }: Facts): string | null {
  const said = [
    ...(rung === 'plain' ? ['Slack refused its blocks; it was sent as plain text.'] : []),
    ...(failedOverFrom === null
      ? []
      : failedOverCode === null || failedOverCode === 'user_not_in_channel'
        ? [`Its person is not in ${failedOverFrom}; it went into their direct messages.`]
        : [`It was meant for ${failedOverFrom}, which could not be reached: ${failedOverCode}.`]),
    ...(repeated ? ['It may stand there twice, and says so.'] : []),
  ];
  return said.length === 0 ? null : said.join(' ');
}

const at = (time: Date) => time.toISOString().replace(/\.\d+Z$/, 'Z');
