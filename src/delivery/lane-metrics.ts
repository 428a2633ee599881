import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Gauge } from 'prom-client';
import { DataSource } from 'typeorm';
import { within } from '../platform/deadline.js';
import { Log } from '../platform/logging/log.js';
import { Metrics } from '../platform/metrics/metrics.js';
import type { SlackFailure } from '../slack/index.js';
import { LaneSession } from './lane-session.js';

/** Seconds. A channel's storm may keep a message waiting for an hour. */
const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3_600];
/** A scrape must not wait for a database that is late. */
const PATIENCE_MS = 2_000;

/** What is counted of an outcome. */
interface Counted {
  state: 'queued' | 'held' | 'unknown' | 'sent' | 'failed' | 'superseded';
  repeated?: true;
}

const OVER: ReadonlySet<Counted['state']> = new Set(['sent', 'failed', 'superseded']);

const COUNT = `SELECT
  (SELECT coalesce(sum(n.count), 0)::int FROM lane l, LATERAL (SELECT count(*) FROM delivery d
    WHERE d.workspace_id = l.workspace_id AND d.channel = l.channel AND d.state = 'queued') n
   WHERE l.shard = ANY ($1::smallint[]) AND l.awake) AS queued,
  (SELECT count(*)::int FROM delivery d WHERE d.shard = ANY ($1::smallint[]) AND d.state = 'held') AS held,
  (SELECT count(*)::int FROM delivery d WHERE d.shard = ANY ($1::smallint[]) AND d.state = 'unknown') AS unknown,
  (SELECT count(*)::int FROM delivery d WHERE d.shard = ANY ($1::smallint[]) AND d.state = 'failed') AS failed`;

/**
 * What a worker counts of its lanes. The gauges are about the shards that it owns, so that the sum over all workers counts
 * everything once.
 */
@Injectable()
export class LaneMetrics {
  private readonly outcomes;
  private readonly refusals;
  private readonly waits;
  private readonly seconds;
  private readonly lookups;

  constructor(
    private readonly session: LaneSession,
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.outcomes = metrics.counter('deliveries_total', 'Deliveries that are over, by what came of them.', [
      'outcome',
    ]);
    this.refusals = metrics.counter(
      'delivery_refusals_total',
      'Attempts that Slack did not take, by what it concerns: a passing trouble, the message, the channel, the workspace; or Slack said to wait.',
      ['kind'],
    );
    this.waits = metrics.duration('delivery_slack_wait_seconds', 'How long Slack said to wait.', [], SECONDS);
    this.seconds = metrics.duration(
      'delivery_seconds',
      'From when a message became owed to when Slack had it.',
      [],
      SECONDS,
    );
    this.lookups = metrics.counter(
      'delivery_unknown_total',
      'Deliveries of which it was not known whether they had arrived: found in Slack, sent again, sent again blindly, or left.',
      ['result'],
    );
    metrics.gauge('lane_shards', 'Shards, of 64, whose lanes this process works.', [], (gauge) => {
      gauge.set(this.session.shards.size);
      return Promise.resolve();
    });
    metrics.gauge(
      'deliveries',
      'Deliveries in this process’s shards that are not over, and those that failed and are kept.',
      ['state'],
      (gauge) => this.count(gauge),
    );
  }

  recorded(outcomes: Counted[]): void {
    for (const { state } of outcomes) if (OVER.has(state)) this.outcomes.inc({ outcome: state });
  }

  /** What was looked for. */
  resolved(outcomes: Counted[]): void {
    this.recorded(outcomes);
    for (const { state, repeated } of outcomes) {
      if (state === 'sent') this.lookups.inc({ result: 'found' });
      else if (state === 'queued')
        this.lookups.inc({ result: repeated === true ? 'sent_blindly' : 'sent_again' });
      else if (state === 'failed') this.lookups.inc({ result: 'left' });
    }
  }

  refused({ kind, retryAfterMs }: SlackFailure): void {
    this.refusals.inc({ kind: retryAfterMs === undefined ? kind : 'wait' });
    if (retryAfterMs !== undefined) this.waits.observe(retryAfterMs / 1_000);
  }

  sent(seconds: number): void {
    this.seconds.observe(Math.max(0, seconds));
  }

  private async count(gauge: Gauge<'state'>): Promise<void> {
    try {
      const asked = this.dataSource.query<Record<string, number>[]>(COUNT, [[...this.session.shards]]);
      const [counts] = await within(PATIENCE_MS, asked);
      for (const [state, count] of Object.entries(counts)) gauge.set({ state }, count);
    } catch (err) {
      // An old figure would look like a new one.
      gauge.reset();
      this.log.warn({ err }, 'What waits could not be counted for /metrics');
    }
  }
}
