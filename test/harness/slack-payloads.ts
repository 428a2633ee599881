import { DEMO_APP_ID } from '../../sandbox/demo.js';
import type { RegisteredHandler } from '../../src/slack/index.js';

export interface Presser {
  team: string;
  user: string;
  channel: string;
}

/** What Slack sends when somebody uses a handler's button, form, command, … with `value` wherever a value can stand. */
export function payloadFor({ kind, name }: RegisteredHandler, by: Presser, value: string): string {
  if (kind === 'command') {
    const { team, user, channel } = by;
    const common = {
      token: 'v',
      team_id: team,
      team_domain: 'a',
      channel_id: channel,
      channel_name: 'general',
    };
    const more = { user_id: user, user_name: 'somebody', api_app_id: DEMO_APP_ID, trigger_id: '1.2.ab' };
    return new URLSearchParams({ ...common, ...more, command: name, text: value }).toString();
  }
  return new URLSearchParams({
    payload: JSON.stringify({ ...common(by), ...special(kind, name, by, value) }),
  }).toString();
}

const common = ({ team, user }: Presser) => ({
  team: { id: team, domain: 'a' },
  user: { id: user, username: 'somebody', name: 'somebody', team_id: team },
  api_app_id: DEMO_APP_ID,
  token: 'v',
  trigger_id: '1.2.ab',
  enterprise: null,
  is_enterprise_install: false,
});

function special(kind: string, name: string, { team, channel }: Presser, value: string): object {
  const option = { text: { type: 'plain_text', text: value }, value };
  const state = {
    values: { [value]: { [value]: { type: 'plain_text_input', value, selected_option: option } } },
  };
  const view = {
    id: 'V1',
    team_id: team,
    type: 'modal',
    callback_id: name,
    private_metadata: value,
    external_id: '',
    hash: '1.a',
    blocks: [],
    state,
    app_installed_team_id: team,
  };
  const message = {
    type: 'message',
    ts: '1.1',
    text: value,
    metadata: { event_type: 'x', event_payload: { id: value } },
  };
  const place = {
    channel: { id: channel, name: 'general' },
    container: { type: 'message', message_ts: '1.1', channel_id: channel },
  };
  switch (kind) {
    case 'view':
      return { type: 'view_submission', view };
    case 'view_closed':
      return { type: 'view_closed', view, is_cleared: false };
    case 'shortcut':
      return { type: 'message_action', callback_id: name, message, message_ts: '1.1', ...place };
    case 'options':
      return { type: 'block_suggestion', action_id: name, block_id: value, value, ...place, message };
    default: {
      const action = {
        type: 'button',
        action_id: name,
        block_id: value,
        value,
        selected_option: option,
        action_ts: '1.1',
      };
      return { type: 'block_actions', ...place, message, state, actions: [action] };
    }
  }
}
