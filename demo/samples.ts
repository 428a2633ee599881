/** What the demo sends, and where it wants it. */

export const ROUTES = {
  routes: [
    {
      name: 'payments alerts',
      match: { type: 'alert', labels: { service: 'payments*' } },
      to: [{ channel: '#incidents' }],
    },
    { name: 'deployments', match: { type: 'deployment' }, to: [{ channel: '#deployments' }] },
  ],
  fallback: { channel: '#general' },
};

/** Of the second workspace. */
export const SECOND_ROUTES = {
  routes: [{ name: 'alerts', match: { type: 'alert' }, to: [{ channel: '#engineering' }] }],
  fallback: { channel: '#general' },
};

export const PAYMENTS_ALERT = {
  type: 'alert',
  severity: 'critical',
  title: 'Payments fail: 7.3% answer with 5xx',
  text: '*412 payments* failed in the last five minutes. Customers see “Please try again”.',
  source: 'prometheus',
  labels: { service: 'payments-api' },
  fields: [
    { label: 'Service', value: 'payments-api' },
    { label: 'Region', value: 'eu-west-1' },
    { label: 'Error rate', value: '7.3%' },
    { label: 'Allowed', value: '0.5%' },
  ],
  links: [
    { text: 'Runbook', url: 'https://wiki.example.com/payments-5xx' },
    { text: 'Dashboard', url: 'https://grafana.example.com/d/payments' },
  ],
  fingerprint: 'payments-5xx',
};

export const DISK_ALERT = {
  type: 'alert',
  severity: 'error',
  title: 'Disk 97% full on db-3',
  labels: { service: 'payments-db' },
  fingerprint: 'disk-db-3',
};

export const DEPLOYMENT = {
  type: 'deployment',
  title: 'payments-api 4.12.1 is live',
  source: 'ci',
  fields: [
    { label: 'Environment', value: 'production' },
    { label: 'By', value: 'carol' },
  ],
};

/** What Alertmanager 0.25 and newer send (webhook version 4), with two alerts in one group. */
export function alertmanagerWebhook(startsAt: Date) {
  const alert = (instance: string, fingerprint: string) => ({
    status: 'firing',
    labels: { alertname: 'QueueBacklog', instance, service: 'payments-worker', severity: 'page' },
    annotations: {
      summary: `Queue backlog on ${instance}`,
      description: 'More than 10,000 jobs wait.',
      runbook_url: 'https://wiki.example.com/queue-backlog',
    },
    startsAt: startsAt.toISOString(),
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus.example.com/graph?g0.expr=queue_jobs',
    fingerprint,
  });
  return {
    version: '4',
    groupKey: '{}:{alertname="QueueBacklog"}',
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'switchboard',
    groupLabels: { alertname: 'QueueBacklog' },
    commonLabels: { alertname: 'QueueBacklog', service: 'payments-worker', severity: 'page' },
    commonAnnotations: { description: 'More than 10,000 jobs wait.' },
    externalURL: 'http://alertmanager.example.com',
    alerts: [alert('worker-1', 'a1b2c3d4e5f60001'), alert('worker-2', 'a1b2c3d4e5f60002')],
  };
}
