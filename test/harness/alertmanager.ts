import { Alertmanager } from '../../bench/harness/alertmanager.js';

export { hasAlertmanager } from '../../bench/harness/alertmanager.js';
export type TestAlertmanager = Alertmanager;

/** Debian's real Alertmanager, telling one webhook. Its groups wait as little as it allows. */
export function startAlertmanager(webhook: { url: string; key: string }): Promise<TestAlertmanager> {
  const receiver = {
    name: 'switchboard',
    webhook_configs: [
      {
        url: webhook.url,
        send_resolved: true,
        http_config: { authorization: { type: 'Bearer', credentials: webhook.key } },
      },
    ],
  };
  const route = {
    receiver: 'switchboard',
    group_by: ['cluster'],
    group_wait: '10ms',
    group_interval: '100ms',
  };
  return Alertmanager.start({ route, receivers: [receiver] });
}
