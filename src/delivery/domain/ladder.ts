/** How much of a message's form is left: as it was meant, within Slack's limits, or its words alone. */
export type Form = 'full' | 'trimmed' | 'plain';

/** What was tried when Slack refused. */
export interface Rung {
  form: Form;
  /** It was to answer in a thread. */
  threaded: boolean;
  /** The bot has tried to join the channel. */
  joined: boolean;
  /**
   * There is another channel to go to. Not where the message is in it already, and not for what one person alone may see:
   * a direct message or an ephemeral one must not turn up in front of everybody.
   */
  mayFallBack: boolean;
}

/** Slack's refusal, as slack's SlackFailure has it. */
export interface Refusal {
  kind: 'retry' | 'message' | 'channel' | 'workspace';
  code: string;
}

/** What to do next. A `rung` is what is tried then; the next refusal is judged with it. */
export type Step =
  | { do: 'send'; rung: Rung }
  /** Join the channel, then send. What the joining is refused with counts as `not_in_channel` once more. */
  | { do: 'join'; rung: Rung }
  /** Send to the workspace's fallback channel, with a note, and tell the installer; what was private, only where that is. */
  | { do: 'fall back'; rung: Rung }
  /** The same again, later. */
  | { do: 'wait' }
  /** Nothing is left to try: kept as failed, with Slack's own words, to be replayed. */
  | { do: 'keep' };

/** The thread is closed to us, or gone; the channel is not. */
const NO_THREAD = new Set([
  'thread_not_found',
  'invalid_thread_ts',
  'cannot_reply_to_message',
  'restricted_action_thread_locked',
  'restricted_action_non_threadable_channel',
]);

/** The words themselves, or what comes along unseen: another form and another channel change nothing. */
const SAME_EVERYWHERE = new Set([
  'no_text',
  'msg_too_long',
  'invalid_metadata_format',
  'invalid_metadata_schema',
  'metadata_too_large',
]);

/**
 * The ladder on which a message degrades rather than drops. Every step but waiting uses something up: a form, the thread,
 * the joining, the other channel. So it ends, whatever Slack says.
 */
export function nextRung({ kind, code }: Refusal, rung: Rung): Step {
  if (kind === 'retry') return { do: 'wait' };
  if (kind === 'workspace') return { do: 'keep' };
  if (NO_THREAD.has(code) && rung.threaded) return { do: 'send', rung: { ...rung, threaded: false } };
  // `restricted_action` has a family that grows.
  if (kind === 'channel' || code.startsWith('restricted_action')) return elsewhere(code, rung);
  if (rung.form !== 'plain') return { do: 'send', rung: { ...rung, form: 'plain' } };
  // Plain text that is refused for a reason that we don't know: it may be the channel's.
  return SAME_EVERYWHERE.has(code) ? { do: 'keep' } : fallBack(rung);
}

function elsewhere(code: string, rung: Rung): Step {
  if (code === 'not_in_channel' && !rung.joined) return { do: 'join', rung: { ...rung, joined: true } };
  return fallBack(rung);
}

/** There the message begins anew: outside of any thread, in a channel that the bot may have to join. */
function fallBack(rung: Rung): Step {
  if (!rung.mayFallBack) return { do: 'keep' };
  return { do: 'fall back', rung: { form: rung.form, threaded: false, joined: false, mayFallBack: false } };
}
