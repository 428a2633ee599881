import { DEMO_APP_ID, DEMO_SIGNING_SECRET, DEMO_WORKSPACE_ID } from '../../sandbox/demo.js';
import { type Signed, type SignedFile, writeSigned } from '../harness/signed-file.js';

export const COMMAND = '/bench';

const CHANNELS = 50;

/** Somebody wrote in one of fifty channels: an envelope with all that Slack sends. Facts sheet section 2. */
export function eventBody(number: number): string {
  const digits = String(number).padStart(9, '0');
  const channel = `C0BENCH${String(number % CHANNELS).padStart(3, '0')}`;
  const time = Math.floor(Date.now() / 1_000);
  const text =
    `Disk of db-${digits} is 91 % full, and it grows by one percent an hour since this morning. It holds the payments; ` +
    'whoever is on call, please look before noon: the runbook is pinned in this channel, and the graph is on the wall.';
  const event = {
    type: 'message',
    user: 'U0BOB00001',
    client_msg_id: `6f1c53de-7b1a-4c1f-9d2e-${digits}abc`,
    text,
    ts: `${time}.${digits.slice(-6)}`,
    team: DEMO_WORKSPACE_ID,
    channel,
    channel_type: 'channel',
    event_ts: `${time}.${digits.slice(-6)}`,
    blocks: [
      {
        type: 'rich_text',
        block_id: 'pBx',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
      },
    ],
  };
  return JSON.stringify({
    token: 'verification-token-of-the-app',
    team_id: DEMO_WORKSPACE_ID,
    context_team_id: DEMO_WORKSPACE_ID,
    context_enterprise_id: null,
    api_app_id: DEMO_APP_ID,
    event,
    type: 'event_callback',
    event_id: `Ev${digits}`,
    event_time: time,
    authorizations: [
      {
        enterprise_id: null,
        team_id: DEMO_WORKSPACE_ID,
        user_id: 'U0SWITCHBD',
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-eyJldCI6Im1lc3NhZ2UiLCJ0aWQiOiJUMEFDTUUwMDAxIn0-${digits}`,
  });
}

/** Facts sheet section 4. */
export function commandBody(number: number): string {
  const digits = String(number).padStart(9, '0');
  return new URLSearchParams({
    token: 'verification-token-of-the-app',
    team_id: DEMO_WORKSPACE_ID,
    team_domain: 'acme',
    channel_id: 'C0GENERAL1',
    channel_name: 'general',
    user_id: 'U0BOB00001',
    user_name: 'bob',
    command: COMMAND,
    text: 'status of the payments database',
    api_app_id: DEMO_APP_ID,
    is_enterprise_install: 'false',
    response_url: `https://hooks.slack.com/commands/${DEMO_WORKSPACE_ID}/1/${digits}`,
    trigger_id: `13345224609.738474920.${digits}`,
  }).toString();
}

const EVENTS = { path: '/slack/events', contentType: 'application/json', body: eventBody };
const COMMANDS = {
  path: '/slack/events',
  contentType: 'application/x-www-form-urlencoded',
  body: commandBody,
};

/** Requests that no file before had: each has a number of its own. */
export class FreshRequests {
  private next = 0;

  constructor(private readonly folder: string) {}

  events(count: number): Promise<SignedFile> {
    return this.write('events', EVENTS, count);
  }

  commands(count: number): Promise<SignedFile> {
    return this.write('commands', COMMANDS, count);
  }

  /** One file of a kind at a time: the one before is written over. */
  private write(name: string, kind: Omit<Signed, 'secret'>, count: number): Promise<SignedFile> {
    const from = this.next;
    this.next += count;
    const body = (index: number) => kind.body(from + index);
    return writeSigned(`${this.folder}/${name}`, count, { ...kind, body, secret: DEMO_SIGNING_SECRET });
  }
}
