import { DEMO_WORKSPACE_ID } from '../../sandbox/demo.js';
import { deskCard, deskForm } from '../harness/desk-blocks.js';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What Slack sends, whole: a JSON body, a form with `payload`, or a command's form. Shapes: facts sheet, section 16. */
export interface Sample {
  as: 'json' | 'payload' | 'form';
  payload: { [key: string]: Json };
}

const team = DEMO_WORKSPACE_ID;
const person = {
  user: { id: 'U0ANN00001', username: 'ann', name: 'ann', team_id: team },
  team: { id: team, domain: 'acme' },
  enterprise: null,
  is_enterprise_install: false,
  api_app_id: 'A0SWITCHBD',
  token: 'v',
};
const channel = { id: 'C0GENERAL1', name: 'general' };
// Nobody listens there.
const responseUrl = 'http://127.0.0.1:9/actions/T/1/x';
const card = { type: 'message', ts: '1.1', user: 'UBOT', blocks: deskCard('A card') as unknown as Json };
const container = { type: 'message', message_ts: '1.1', channel_id: channel.id, is_ephemeral: false };
const form = {
  ...(deskForm() as unknown as { [key: string]: Json }),
  id: 'V0FORM0001',
  team_id: team,
  app_installed_team_id: team,
  hash: '1.a',
  private_metadata: '',
  state: { values: { reason: { text: { type: 'plain_text_input', value: 'frost' } } } },
};

const click = (action: { [key: string]: Json }): Sample => ({
  as: 'payload',
  payload: {
    ...person,
    type: 'block_actions',
    trigger_id: '1.2.a',
    container,
    channel,
    message: card,
    response_url: responseUrl,
    state: { values: {} },
    actions: [{ block_id: 'row', action_ts: '1.2', ...action }],
  },
});

const interaction = (payload: { [key: string]: Json }): Sample => ({
  as: 'payload',
  payload: { ...person, ...payload },
});

const event = (inner: { [key: string]: Json }): Sample => ({
  as: 'json',
  payload: {
    token: 'v',
    team_id: team,
    context_team_id: team,
    api_app_id: 'A0SWITCHBD',
    type: 'event_callback',
    event_id: 'Ev1',
    event_time: 1_700_000_000,
    event_context: '4-x',
    is_ext_shared_channel: false,
    authorizations: [{ enterprise_id: null, team_id: team, user_id: 'UBOT', is_bot: true }],
    event: { event_ts: '1.1', ...inner },
  },
});

/** One of each kind; `app_uninstalled` is left out, since nothing would be installed after it. */
export const samples: Sample[] = [
  event({ type: 'app_mention', user: 'U0ANN00001', text: 'hi', ts: '1.1', channel: channel.id, blocks: [] }),
  event({ type: 'message', channel_type: 'im', user: 'U0ANN00001', text: 'hi', ts: '1.1', channel: 'D1' }),
  event({ type: 'reaction_added', reaction: 'eyes', item: { type: 'message', channel: 'C1', ts: '1.1' } }),
  event({ type: 'tokens_revoked', tokens: { oauth: ['U1'], bot: ['U2'] } }),
  event({ type: 'team_access_granted', team_ids: ['T1', 'T2'] }),
  { as: 'json', payload: { type: 'app_rate_limited', team_id: team, minute_rate_limited: 1 } },
  { as: 'json', payload: { type: 'url_verification', challenge: 'c', token: 'v' } },
  { as: 'form', payload: { ssl_check: '1', token: 'v' } },
  {
    as: 'form',
    payload: {
      token: 'v',
      team_id: team,
      team_domain: 'acme',
      channel_id: channel.id,
      user_id: 'U0ANN00001',
      command: '/desk',
      text: 'who',
      response_url: responseUrl,
      trigger_id: '1.2.a',
      is_enterprise_install: 'false',
    },
  },
  click({ type: 'button', action_id: 'desk.press', value: 'one' }),
  click({ type: 'button', action_id: 'alert.ack', value: '0199c0de-0000-7000-8000-000000000000' }),
  click({ type: 'static_select', action_id: 'desk.choose', selected_option: { value: 'red' } }),
  interaction({ type: 'view_submission', trigger_id: '1.2.a', view: form, response_urls: [] }),
  interaction({ type: 'view_closed', view: form, is_cleared: false }),
  interaction({ type: 'shortcut', trigger_id: '1.2.a', callback_id: 'desk.shortcut', action_ts: '1.2' }),
  interaction({
    type: 'message_action',
    trigger_id: '1.2.a',
    callback_id: 'desk.shortcut',
    action_ts: '1.2',
    message: card,
    message_ts: '1.1',
    channel,
    response_url: responseUrl,
  }),
  interaction({ type: 'block_suggestion', action_id: 'desk.menu', value: 'a', view: form, container: {} }),
];
