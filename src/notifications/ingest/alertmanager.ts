import { escapeMrkdwn, truncateMrkdwn, truncatePlain } from '../../slack/index.js';
import type { Draft } from '../notification.js';
import type { Severity } from '../notification.dto.js';
import type { AlertmanagerAlertDto, AlertmanagerWebhookDto } from './alertmanager.dto.js';

/** What people put into the label `severity`; Alertmanager itself knows none. Unknown words are warnings. */
const SEVERITIES = new Map<string, Severity>(
  Object.entries({
    critical: 'critical',
    page: 'critical',
    emergency: 'critical',
    fatal: 'critical',
    disaster: 'critical',
    p1: 'critical',
    high: 'error',
    error: 'error',
    major: 'error',
    p2: 'error',
    warning: 'warning',
    warn: 'warning',
    minor: 'warning',
    medium: 'warning',
    p3: 'warning',
    info: 'info',
    informational: 'info',
    low: 'info',
    none: 'info',
    p4: 'info',
  } as const),
);

/** Shown elsewhere on the card. */
const SHOWN_ELSEWHERE = new Set(['alertname', 'severity']);
const TITLES = ['summary', 'title', 'message'];
const LINKS: [annotation: string, text: string][] = [
  ['runbook_url', 'Runbook'],
  ['runbook', 'Runbook'],
  ['dashboard_url', 'Dashboard'],
  ['dashboard', 'Dashboard'],
];
const MOST_TEXT = 100_000;

const isWebUrl = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** One draft per alert of a webhook body, in its order. */
export const draftsOfAlertmanager = (webhook: AlertmanagerWebhookDto): Draft[] =>
  webhook.alerts.map(draftOfAlert);

function draftOfAlert(alert: AlertmanagerAlertDto): Draft {
  const labels = texts(alert.labels);
  const annotations = texts(alert.annotations ?? {});
  const title =
    [...TITLES.map((key) => annotations[key]), labels.alertname].find(
      (text) => text !== undefined && text.trim() !== '',
    ) ?? 'Alert';
  const fields = Object.entries(labels).filter(([label]) => !SHOWN_ELSEWHERE.has(label));
  return {
    type: 'alert',
    severity: SEVERITIES.get((labels.severity ?? '').trim().toLowerCase()) ?? 'warning',
    title: truncatePlain(title, 1_000),
    // Descriptions are written for every receiver: plain text, not mrkdwn.
    text:
      annotations.description === undefined
        ? undefined
        : truncateMrkdwn(escapeMrkdwn(annotations.description), MOST_TEXT),
    source: 'alertmanager',
    labels,
    fields: fields.map(([label, value]) => ({ label, value })),
    links: linksOf(annotations, alert.generatorURL),
    fingerprint: alert.fingerprint || undefined,
    status: alert.status,
    occurredAt: occurredAt(alert),
  };
}

/** No alert ends before it began: an `endsAt` that is absent, null or Alertmanager's zero time says nothing. */
function occurredAt({ status, startsAt, endsAt }: AlertmanagerAlertDto): Date {
  const start = new Date(startsAt);
  const end = new Date(endsAt ?? startsAt);
  return status === 'resolved' && end > start ? end : start;
}

function linksOf(annotations: Record<string, string>, generatorUrl: string | undefined) {
  const named = LINKS.map(([annotation, text]) => ({ text, url: annotations[annotation] ?? '' }));
  const links = [...named, { text: 'Source', url: generatorUrl ?? '' }].filter(({ url }) => isWebUrl(url));
  return links.filter(({ url }, index) => links.findIndex((link) => link.url === url) === index);
}

/** Labels and annotations are texts; a sender that puts anything else there gets it shown as text. */
const texts = (values: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
