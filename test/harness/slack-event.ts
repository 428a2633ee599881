import { DEMO_APP_ID, DEMO_WORKSPACE_ID } from '../../sandbox/demo.js';
import { sendAsSlack } from './slack-request.js';

export interface SentEvent {
  id: string;
  /** `app_mention` unless said otherwise. */
  type?: string;
  channel?: string;
  text?: string;
  /** Seconds since 1970; now unless said otherwise. */
  time?: number;
  /** Sent for the so-manieth time. */
  retry?: number;
  /** Seconds that the clock of the service is ahead. */
  offset?: number;
  /** More of the envelope, or instead of what would stand there. */
  envelope?: object;
}

/** An event as Slack sends it to one workspace's installation (facts, section 16). */
export function eventEnvelope({ id, type = 'app_mention', channel, text, time, envelope }: SentEvent) {
  return {
    token: 'v',
    team_id: DEMO_WORKSPACE_ID,
    context_team_id: DEMO_WORKSPACE_ID,
    context_enterprise_id: null,
    api_app_id: DEMO_APP_ID,
    event: { type, user: 'U0BOB00001', text: text ?? 'hi', ts: '1.1', channel: channel ?? 'C0GENERAL1', event_ts: '1.1' }, // prettier-ignore
    type: 'event_callback',
    event_id: id,
    event_time: time ?? Math.floor(Date.now() / 1_000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: DEMO_WORKSPACE_ID,
        user_id: 'U0BOT',
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: '4-x',
    ...envelope,
  };
}

/** @returns the status of the answer */
export async function sendEvent(url: string, event: SentEvent): Promise<number> {
  const { retry, offset } = event;
  const headers: Record<string, string> =
    retry === undefined ? {} : { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' };
  const { status } = await sendAsSlack(url, { body: JSON.stringify(eventEnvelope(event)), headers, offset });
  return status;
}
