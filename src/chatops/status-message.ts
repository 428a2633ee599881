import type { KnownBlock, TableBlock } from '@slack/types';
import { type OpenAlert, type OpenCount, openAlertLine } from '../alerts/index.js';
import { SEVERITIES } from '../notifications/index.js';
import { type CheckResult, type ServiceEntity, nameKey } from '../services/index.js';
import {
  LIMITS,
  type SlackMessage,
  context,
  escapeMrkdwn,
  section,
  truncateMrkdwn,
  truncatePlain,
} from '../slack/index.js';

/** Fifty rows of these fit into the 10,000 characters that a table may have. */
const [LONGEST_NAME, LONGEST_WORDS, LONGEST_ALERTS] = [40, 80, 50];

export interface StatusRow {
  service: Pick<ServiceEntity, 'name' | 'alerts' | 'timeoutMs'>;
  /** undefined while it is being asked. */
  result?: CheckResult;
  open: OpenCount[];
}

export interface StatusData {
  rows: StatusRow[];
  /** What is open, named: where one service was asked for. */
  alerts?: OpenAlert[];
}

const STATES = {
  up: { word: 'up', emoji: '🟢' },
  down: { word: 'down', emoji: '🔴' },
  unchecked: { word: 'not checked', emoji: '⚪' },
  checking: { word: 'checking …', emoji: '⏳' },
} as const;

/** Of what is open in a workspace, what belongs to a service: by the label `service`, else the source, without case. */
export function openOfService({ name, alerts }: StatusRow['service'], open: OpenCount[]): OpenCount[] {
  const keys = new Set((alerts.length === 0 ? [name] : alerts).map(nameKey));
  return open.filter(({ service }) => service !== null && keys.has(nameKey(service)));
}

/** How services are: a table, and the same in words for where it can't be shown. */
export function statusMessage({ rows, alerts = [] }: StatusData): SlackMessage {
  const blocks: KnownBlock[] = [tableOf(rows)];
  if (alerts.length > 0) blocks.push(section(alerts.map(openAlertLine).join('\n')));
  const checking = rows.filter(({ result }) => result === undefined);
  const wait = checking.length === 0 ? [] : [waitingFor(checking)];
  const text = [...rows.map(lineOf), ...alerts.map(openAlertLine), ...wait].join('\n');
  return {
    text: truncateMrkdwn(text, LIMITS.messageText),
    blocks: [...blocks, ...wait.map((line) => context(line))],
  };
}

const HEAD = ['Service', 'State', 'Time', 'Answer', 'Alerts'];

function tableOf(rows: StatusRow[]): TableBlock {
  const cell = (text: string) => ({ type: 'raw_text' as const, text });
  const cells = rows.map((row) => {
    const { word, emoji } = stateOf(row);
    return [
      truncatePlain(row.service.name, LONGEST_NAME),
      `${emoji} ${word}`,
      timeOf(row) ?? '–',
      truncatePlain(row.result?.words ?? '–', LONGEST_WORDS),
      truncatePlain(alertsOf(row) ?? '–', LONGEST_ALERTS),
    ];
  });
  return {
    type: 'table',
    column_settings: HEAD.map((_, at) => (at === 2 ? { align: 'right' } : { is_wrapped: true })),
    rows: [HEAD, ...cells].map((one) => one.map(cell)),
  };
}

function lineOf(row: StatusRow): string {
  const { word, emoji } = stateOf(row);
  const said = [row.result?.words, timeOf(row), alertsOf(row)].filter((part) => part !== undefined);
  const more = said.length === 0 ? '' : ` (${said.map(escapeMrkdwn).join(', ')})`;
  return `${emoji} *${escapeMrkdwn(row.service.name)}*: ${word}${more}`;
}

const stateOf = ({ result }: StatusRow) => STATES[result?.state ?? 'checking'];

const timeOf = ({ result }: StatusRow) =>
  result?.ms === undefined ? undefined : `${Math.max(1, Math.round(result.ms))} ms`;

/** `3 firing (1 critical, 2 warning), 1 acknowledged`. */
function alertsOf({ open }: StatusRow): string | undefined {
  const count = (some: OpenCount[]) => some.reduce((sum, one) => sum + one.count, 0);
  const firing = open.filter(({ state }) => state === 'firing');
  const bySeverity = SEVERITIES.map((severity) => ({
    severity,
    count: count(firing.filter((one) => one.severity === severity)),
  })).filter((one) => one.count > 0);
  const words = bySeverity.map((one) => `${one.count} ${one.severity}`).join(', ');
  const seen = count(open) - count(firing);
  const parts = [
    ...(firing.length === 0 ? [] : [`${count(firing)} firing (${words})`]),
    ...(seen === 0 ? [] : [`${seen} acknowledged`]),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}

function waitingFor(rows: StatusRow[]): string {
  const what = rows.length === 1 ? 'One has' : `${rows.length} have`;
  return `${what} not answered yet. What came of it follows in a message of its own.`;
}
