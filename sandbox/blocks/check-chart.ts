import { isObject, list, objects, text, type Json, type JsonObject } from '../json.js';
import type { CheckReport } from './check-report.js';

/**
 * `data_visualization` (facts, section 7): two in a message; a pie of at most 12 segments, or at most 12 series of at
 * most 20 points, one for each category. The names of the fields are those of community clients (docs.rs,
 * slack-web-api and slack-morphism); Slack's types don't have the block.
 */
export function checkChart(report: CheckReport, block: JsonObject, at: string): void {
  report.totals.charts += 1;
  if (report.totals.charts > 2) report.add(`${at}/type`, 'no more than 2 data_visualization blocks allowed');
  report.string(block, 'title', at, { max: 50, required: true });
  report.object(block, 'chart', at, true, (chart, chartAt) => {
    if (chart.type === 'pie') return checkPie(report, chart, chartAt);
    if (!['bar', 'area', 'line'].includes(text(chart.type))) {
      return report.add(`${chartAt}/type`, 'must be one of pie, bar, area, line');
    }
    checkSeries(report, chart, chartAt);
  });
}

function checkPie(report: CheckReport, chart: JsonObject, at: string): void {
  report.items(chart, 'segments', at, { max: 12, required: true }, (segment, segmentAt) => {
    checkPoint(report, segment, segmentAt);
    if (isObject(segment) && typeof segment.value === 'number' && segment.value <= 0) {
      report.add(`${segmentAt}/value`, 'must be greater than 0');
    }
  });
}

function checkSeries(report: CheckReport, chart: JsonObject, at: string): void {
  const categories = isObject(chart.axis_config) ? list(chart.axis_config.categories) : [];
  report.object(chart, 'axis_config', at, true, (axis, axisAt) =>
    report.items(axis, 'categories', axisAt, { max: 20, required: true }, (category, categoryAt) => {
      if (typeof category !== 'string') return report.add(categoryAt, 'must be a string');
      if (category.length > 20) report.add(categoryAt, 'must be less than 21 characters');
    }),
  );
  const names = new Set<string>();
  report.items(chart, 'series', at, { max: 12, required: true }, (series, seriesAt) => {
    if (!isObject(series)) return report.add(seriesAt, 'must provide an object');
    report.string(series, 'name', seriesAt, { max: 20, required: true });
    if (names.has(text(series.name))) report.add(`${seriesAt}/name`, 'must be unique');
    names.add(text(series.name));
    report.items(series, 'data', seriesAt, { max: 20, required: true }, (point, pointAt) =>
      checkPoint(report, point, pointAt),
    );
    const labels = objects(series.data).map(({ label }) => label);
    if (labels.length !== categories.length || labels.some((label) => !categories.includes(label ?? null))) {
      report.add(`${seriesAt}/data`, 'must have one data point for each category');
    }
  });
}

function checkPoint(report: CheckReport, point: Json, at: string): void {
  if (!isObject(point)) return report.add(at, 'must provide an object');
  report.string(point, 'label', at, { max: 20, required: true });
  if (typeof point.value !== 'number') report.add(`${at}/value`, 'must be a number');
}
