import { wallTimeAt } from '../platform/domain/index.js';
import { type Covers, type DataWindow } from './domain/data-window.js';
import { SEVERITIES, periodOf } from './digest-message.js';

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;

/** A picture to be: what vega-lite draws, and what it says to whom can't see it. */
export interface Chart {
  spec: object;
  alt: string;
}

interface Firing {
  at: Date;
  severity: string;
  count: number;
}

export interface ChartData {
  zone: string;
  covers: Covers;
  window: DataWindow;
  firings: Firing[];
}

/** Each is told from its neighbours in grey, too. */
const COLOURS = { critical: '#b3261e', error: '#e8710a', warning: '#f5c518', info: '#4a7dbd' };
const INK = '#1d1c1d';
const PALE = '#e3e3e6';
const FONT = 'DejaVu Sans';

/** Alerts by hour, or by day of the week, in the zone; undefined when there were none. */
export function chartOf(data: ChartData): Chart | undefined {
  const bars = barsOf(data);
  const values = bars.flatMap(({ label, counts }, order) =>
    SEVERITIES.map((severity, rank) => ({ label, order, severity, rank, count: counts[severity] ?? 0 })),
  );
  const total = values.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return undefined;
  const by = data.covers === 'day' ? 'hour' : 'day';
  return { spec: specOf(values, bars.length, by), alt: altOf(data, bars, total, by) };
}

interface Bar {
  label: string;
  counts: Partial<Record<string, number>>;
}

/** Hours by the clock: one that it shows twice has both, one that it skips has none. */
function barsOf({ covers, zone, window, firings }: ChartData): Bar[] {
  const step = covers === 'day' ? HOUR_MS : DAY_MS;
  const first = Math.floor(wallTimeAt(zone, window.from.getTime()) / DAY_MS) * DAY_MS;
  const bars: Bar[] = Array.from({ length: covers === 'day' ? 24 : 7 }, (_, index) => ({
    label: labelOf(covers, first + index * step),
    counts: {},
  }));
  for (const { at, severity, count } of firings) {
    const bar = bars[Math.floor((wallTimeAt(zone, at.getTime()) - first) / step)];
    if (bar !== undefined) bar.counts[severity] = (bar.counts[severity] ?? 0) + count;
  }
  return bars;
}

function labelOf(covers: Covers, wall: number): string {
  const options =
    covers === 'day' ? { hour: '2-digit', hourCycle: 'h23' } : { weekday: 'short', day: 'numeric' };
  const shown = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    ...options,
  } as Intl.DateTimeFormatOptions);
  return shown.format(wall);
}

function altOf(data: ChartData, bars: Bar[], total: number, by: string): string {
  const sums = bars.map(({ label, counts }) => ({
    label,
    sum: Object.values(counts).reduce<number>((all, count) => all + (count ?? 0), 0),
  }));
  const [most] = [...sums].sort((a, b) => b.sum - a.sum);
  const when = data.covers === 'day' ? `from ${most.label}:00 on` : `on ${most.label}`;
  return `Bar chart of ${total} ${total === 1 ? 'alert' : 'alerts'} by ${by} and severity, ${periodOf(data)}; most, ${most.sum}, ${when}.`;
}

/** On a light ground of its own: it reads the same where Slack is dark. */
function specOf(values: object[], bars: number, by: string): object {
  const text = {
    labelColor: INK,
    titleColor: INK,
    labelFont: FONT,
    titleFont: FONT,
    labelFontSize: 15,
    titleFontSize: 15,
  };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: '#ffffff',
    padding: 16,
    width: 500,
    height: 220,
    data: { values },
    mark: { type: 'bar', stroke: '#ffffff', strokeWidth: 1 },
    encoding: {
      x: {
        field: 'label',
        type: 'ordinal',
        sort: { field: 'order' },
        axis: { title: null, labelAngle: 0, labelOverlap: bars > 7 ? 'parity' : false, ticks: false },
      },
      y: {
        field: 'count',
        type: 'quantitative',
        aggregate: 'sum',
        axis: {
          title: `alerts by ${by}`,
          tickMinStep: 1,
          format: 'd',
          tickCount: 4,
          domain: false,
          ticks: false,
        },
      },
      color: {
        field: 'severity',
        type: 'nominal',
        scale: { domain: [...SEVERITIES], range: SEVERITIES.map((severity) => COLOURS[severity]) },
        legend: { title: null, orient: 'top', symbolType: 'square' },
      },
      order: { field: 'rank', type: 'quantitative' },
    },
    config: {
      view: { stroke: null },
      axis: { ...text, gridColor: PALE, domainColor: '#8d8d92' },
      legend: { ...text },
    },
  };
}
