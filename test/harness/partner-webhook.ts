import type { Answer, Api } from './api.js';
import { type Switchboard, startSwitchboard } from './switchboard.js';

/** A service that knows an incoming webhook of Slack's for #incidents as `partner`. */
export interface PartnerWebhook {
  board: Switchboard;
  /** With every scope. */
  api: Api;
  url: string;
  /** Everything goes to the webhook. @param target more of what the route says of it */
  route: (target?: object) => Promise<Answer<{ errors?: object[] }>>;
}

export async function startWithPartner(): Promise<PartnerWebhook> {
  const board = await startSwitchboard();
  const api = await board.apiWith('send', 'read', 'manage');
  const granted = await board.slack.obtainTokens(['incoming-webhook'], [], 'ann', 'C0INCIDENT');
  const url = granted.webhookUrl ?? '';
  await api.post('/v1/destinations', { name: 'partner', webhook: url });
  const route = (target: object = {}) =>
    api.put('/v1/routes', {
      routes: [{ name: 'all', to: [{ webhook: 'partner', ...target }] }],
      fallback: { channel: '#general' },
    });
  return { board, api, url, route };
}
