import { createHmac } from 'node:crypto';
import { DEMO_SIGNING_SECRET } from '../../sandbox/demo.js';

export interface Forged {
  body?: string;
  /** Seconds from now that the timestamp lies. */
  offset?: number;
  secret?: string;
  /** Sent in the place of what was signed. */
  sentBody?: string;
  headers?: Record<string, string>;
  path?: string;
}

/** A request as Slack sends it, but for what a test wants wrong with it. */
export async function sendAsSlack(url: string, options: Forged = {}): Promise<Response> {
  const { body = '{}', offset = 0, secret = DEMO_SIGNING_SECRET, path = '/slack/events' } = options;
  const timestamp = String(Math.floor(Date.now() / 1_000) + offset);
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  return fetch(`${url}${path}`, {
    method: 'POST',
    body: options.sentBody ?? body,
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature,
      ...options.headers,
    },
  });
}

/** A click on an alert's button, as a form. */
export function clickBody(alertId: string, teamId: string): string {
  const payload = {
    type: 'block_actions',
    team: { id: teamId, domain: 'acme' },
    user: { id: 'U0BOB00001', username: 'bob', name: 'bob', team_id: teamId },
    api_app_id: 'A0SWITCHBD',
    token: 'v',
    container: { type: 'message', message_ts: '1.1', channel_id: 'C0GENERAL1', is_ephemeral: false },
    trigger_id: '1.2.ab',
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: 'C0GENERAL1', name: 'general' },
    state: { values: {} },
    actions: [{ type: 'button', action_id: 'alert.ack', block_id: 'b', value: alertId, action_ts: '1.1' }],
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
