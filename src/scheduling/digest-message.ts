import type { KnownBlock, TableBlock } from '@slack/types';
import { type AlertCount, type AlertFigures, type OpenAlert, openAlertLine } from '../alerts/index.js';
import { severityName } from '../notifications/index.js';
import {
  LIMITS,
  type SlackMessage,
  context,
  escapeMrkdwn,
  header,
  section,
  truncateMrkdwn,
  truncatePlain,
} from '../slack/index.js';
import type { Covers, DataWindow } from './domain/data-window.js';

export const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;
/** Beyond so many services the table ends in a line for the others. */
const MOST_SERVICES = 15;
const LONGEST_NAME = 60;

export interface DigestData {
  name: string;
  zone: string;
  covers: Covers;
  reason: string;
  window: DataWindow;
  now: AlertFigures;
  before: AlertFigures;
  open: { firing: number; acknowledged: number; alerts: OpenAlert[] };
  failed: number;
  failedBefore: number;
}

/** An image that Slack has already. */
export interface DigestChart {
  fileId: string;
  alt: string;
}

/** A digest as a message: a table and a chart, and all of it as text for where neither can be shown. */
export function digestMessage(data: DigestData, chart?: DigestChart): SlackMessage {
  const { open, failed, now } = data;
  const title = `${data.name}: ${periodOf(data)}`;
  const isQuiet = now.counts.length === 0 && open.firing + open.acknowledged === 0 && failed === 0;
  if (isQuiet) {
    const line = `Nothing fired (${totalOf(data.before)} ${beforeOf(data)}), nothing is open, and every message arrived.`;
    return {
      text: clipped(`${escapeMrkdwn(title)}\n${line}`),
      blocks: [header(title), section(line), ...footer(data)],
    };
  }
  const summary = summaryOf(data);
  const blocks: KnownBlock[] = [header(title), section(summary.join('\n'))];
  const rows = serviceRows(data);
  if (rows.length > 0) blocks.push(tableOf(rows));
  const openLines = openOf(data);
  if (openLines.length > 0) blocks.push(section(openLines.join('\n')));
  if (chart !== undefined) {
    blocks.push({ type: 'image', slack_file: { id: chart.fileId }, alt_text: chart.alt });
  }
  const lines = rows.map((row) => `${escapeMrkdwn(row.service)}: ${row.said}`);
  const text = [escapeMrkdwn(title), ...summary, ...lines, ...openLines].join('\n');
  return { text: clipped(text), blocks: [...blocks, ...footer(data)] };
}

/** `Monday, 23 November`, or `16 to 22 November`, in the zone. */
export function periodOf({ covers, zone, window }: Pick<DigestData, 'covers' | 'zone' | 'window'>): string {
  const shown = (at: Date, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }).format(at);
  // Within the last day, whatever length it has.
  const last = new Date(window.to.getTime() - 1);
  if (covers === 'day') return shown(window.from, { weekday: 'long', day: 'numeric', month: 'long' });
  const dayAndMonth = { day: 'numeric', month: 'long' } as const;
  return `${shown(window.from, dayAndMonth)} to ${shown(last, dayAndMonth)}`;
}

/** `4 min`, `2 h 5 min`, `3 d 4 h`. */
export function lengthOf(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return `${Math.round(seconds)} s`;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

export const totalOf = ({ counts }: { counts: AlertCount[] }) =>
  counts.reduce((sum, { count }) => sum + count, 0);

function summaryOf(data: DigestData): string[] {
  const { now, before, failed, failedBefore } = data;
  const total = totalOf(now);
  const severities = SEVERITIES.map((severity) => ({ severity, count: countOf(now.counts, severity) }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severityName(severity).toLowerCase()}`);
  const alerts = `*${total} ${total === 1 ? 'alert' : 'alerts'}*${severities.length === 0 ? '' : ` (${severities.join(', ')})`}`;
  const lines = [`${alerts} · ${comparedTo(total, totalOf(before), data)}`];
  const times = [
    timeOf(`${now.acknowledged} of ${total} acknowledged`, now.acknowledgedS, before.acknowledgedS),
    timeOf(`${now.resolved} of ${total} resolved`, now.resolvedS, before.resolvedS),
  ].flatMap((time) => time ?? []);
  if (times.length > 0) lines.push(times.join(' · '));
  if (failed > 0 || failedBefore > 0) {
    lines.push(
      `${failed} ${failed === 1 ? 'delivery' : 'deliveries'} failed · ${failedBefore} ${beforeOf(data)}`,
    );
  }
  return lines;
}

const beforeOf = ({ covers }: Pick<DigestData, 'covers'>) => `the ${covers} before`;

function comparedTo(count: number, before: number, data: DigestData): string {
  if (before === count) return `as many as ${beforeOf(data)}`;
  return `${before} ${beforeOf(data)} (${count > before ? '+' : '−'}${Math.abs(count - before)})`;
}

function timeOf(what: string, now: number | null, before: number | null): string | undefined {
  if (now === null) return undefined;
  const then = before === null ? '' : ` (${lengthOf(before)} before)`;
  return `${what}, half of those within ${lengthOf(now)}${then}`;
}

interface ServiceRow {
  service: string;
  cells: string[];
  /** The same in words. */
  said: string;
}

function serviceRows({ now, before }: DigestData): ServiceRow[] {
  const names = [...new Set(now.counts.map(({ service }) => service))];
  const rows = names
    .map((service) => {
      const mine = now.counts.filter((one) => one.service === service);
      const times = now.services.find((one) => one.service === service);
      const total = totalOf({ counts: mine });
      const then = totalOf({ counts: before.counts.filter((one) => one.service === service) });
      return {
        service: truncatePlain(service ?? 'no service named', LONGEST_NAME),
        mine,
        total,
        then,
        times,
      };
    })
    .sort((a, b) => b.total - a.total || (a.service < b.service ? -1 : 1));
  const some = rows
    .slice(0, MOST_SERVICES)
    .map(({ service, mine, total, then, times }) =>
      rowOf(service, mine, total, then, [times?.acknowledgedS ?? null, times?.resolvedS ?? null]),
    );
  const others = rows.slice(MOST_SERVICES);
  if (others.length > 0) {
    const sum = (pick: (row: (typeof rows)[number]) => number) =>
      others.reduce((all, row) => all + pick(row), 0);
    const mine = others.flatMap((row) => row.mine);
    some.push(
      rowOf(
        `${others.length} more`,
        mine,
        sum((row) => row.total),
        sum((row) => row.then),
        [null, null],
      ),
    );
  }
  return some;
}

function rowOf(
  service: string,
  mine: AlertCount[],
  total: number,
  then: number,
  times: (number | null)[],
): ServiceRow {
  const counts = SEVERITIES.map((severity) => countOf(mine, severity));
  const [acknowledged, resolved] = times.map((seconds) => (seconds === null ? '–' : lengthOf(seconds)));
  const words = SEVERITIES.flatMap((severity, at) => (counts[at] === 0 ? [] : `${counts[at]} ${severity}`));
  return {
    service,
    cells: [
      service,
      ...counts.map((count) => (count === 0 ? '–' : `${count}`)),
      `${total}`,
      `${then}`,
      acknowledged,
      resolved,
    ],
    said: `${words.join(', ')} (before: ${then}), acknowledged ${acknowledged}, resolved ${resolved}`,
  };
}

const countOf = (counts: AlertCount[], severity: string) =>
  totalOf({ counts: counts.filter((one) => one.severity === severity) });

const HEAD = ['Service', 'Critical', 'Error', 'Warning', 'Info', 'All', 'Before', 'Acknowledged', 'Resolved'];

function tableOf(rows: ServiceRow[]): TableBlock {
  const cell = (text: string) => ({ type: 'raw_text' as const, text });
  return {
    type: 'table',
    column_settings: HEAD.map((_, at) => (at === 0 ? { is_wrapped: true } : { align: 'right' })),
    rows: [HEAD.map(cell), ...rows.map(({ cells }) => cells.map(cell))],
  };
}

function openOf({ open }: DigestData): string[] {
  const count = open.firing + open.acknowledged;
  if (count === 0) return [];
  const seen = open.acknowledged === 0 ? '' : `, ${open.acknowledged} of them acknowledged`;
  const lines = open.alerts.map(openAlertLine);
  const more = count - open.alerts.length;
  return [`*Still open: ${count}*${seen}`, ...lines, ...(more > 0 ? [`… and ${more} more`] : [])];
}

const footer = ({ zone, reason }: DigestData): KnownBlock[] => [
  context(
    `${escapeMrkdwn(zone)}  ·  times are medians${reason === 'preview' ? '  ·  a preview, for you alone' : ''}`,
  ),
];

const clipped = (text: string) => truncateMrkdwn(text, LIMITS.messageText);
