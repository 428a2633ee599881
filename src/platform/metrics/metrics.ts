import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const PREFIX = 'switchboard_';
/** Seconds. Slack waits for three; what is answered in the first bucket was written in one go. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 3, 10, 30];

/**
 * All that a label may be. Each has few values, which stand in our source or in a standard; whoever reads `/metrics`
 * learns no workspace, channel or person, nor any word that somebody wrote.
 */
export type Label =
  'code' | 'handler' | 'kind' | 'outcome' | 'reason' | 'result' | 'state' | 'status' | 'transport';

export type Labels<Name extends Label> = readonly Name[];

/** What this process counts, for Prometheus at `/metrics`. Names begin with `switchboard_`. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  counter<Name extends Label>(name: string, help: string, labelNames: Labels<Name>): Counter<Name> {
    return new Counter({ name: PREFIX + name, help, labelNames, registers: [this.registry] });
  }

  /** In seconds. @param buckets for what takes longer than an answer */
  duration<Name extends Label>(
    name: string,
    help: string,
    labelNames: Labels<Name>,
    buckets = SECONDS,
  ): Histogram<Name> {
    return new Histogram({
      name: PREFIX + name,
      help,
      labelNames,
      buckets,
      registers: [this.registry],
    });
  }

  /** A value that is asked for when somebody looks. `collect` may set it, by a query for instance. */
  gauge<Name extends Label>(
    name: string,
    help: string,
    labelNames: Labels<Name>,
    collect?: (gauge: Gauge<Name>) => Promise<void>,
  ): Gauge<Name> {
    return new Gauge({
      name: PREFIX + name,
      help,
      labelNames,
      registers: [this.registry],
      ...(collect === undefined
        ? {}
        : {
            async collect(this: Gauge<Name>) {
              await collect(this);
            },
          }),
    });
  }

  /** All of it in Prometheus's text format. */
  async text(): Promise<{ type: string; body: string }> {
    return { type: this.registry.contentType, body: await this.registry.metrics() };
  }
}
