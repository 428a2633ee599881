import type { Replayed } from '../harness/replay.js';
import { formatTable, report, rounded } from '../harness/report.js';
import { median } from '../harness/rounds.js';
import type { WorkedOff } from './work-off.js';

interface Round extends Replayed {
  rssMb: number;
  /** Of processor time for each event, of the server's process alone, in µs. */
  cpuUs: number;
}

type Contestant = 'switchboard' | 'bolt' | 'bare' | 'generator';

export interface Findings {
  results: Record<Contestant, Round[]>;
  handled: WorkedOff;
  /** At 70 % of the most: the round whose p99 is the median. */
  steady: Replayed;
  /** At 300 %. */
  flooded: Replayed;
  /** The service's memory after all that. */
  afterMb: number;
}

const LABELS: Record<Contestant, string> = {
  switchboard: 'switchboard, stored',
  bolt: 'Bolt’s HTTPReceiver',
  bare: 'node:http, signature',
  generator: 'node:http, unchecked',
};

export function showIngress({ results, handled, steady, flooded, afterMb }: Findings): void {
  const of = (name: Contestant, pick: (round: Round) => number) => median(results[name].map(pick));
  const rate = (name: Contestant) => of(name, ({ accepted, seconds }) => accepted / seconds);
  const cpu = (name: Contestant) => of(name, ({ cpuUs }) => cpuUs);
  const medians = (Object.keys(LABELS) as Contestant[]).map((name) => [
    LABELS[name],
    rounded(rate(name)),
    rounded(
      of(name, ({ p50Ms }) => p50Ms),
      1,
    ),
    rounded(
      of(name, ({ p99Ms }) => p99Ms),
      1,
    ),
    rounded(of(name, ({ rssMb }) => rssMb)),
    rounded(cpu(name)),
    rounded(rate(name) / rate('bolt'), 2),
    rounded(rate(name) / rate('bare'), 2),
  ]);
  const paced = ([['at 70 %', steady], ['at 300 %', flooded]] as const).map(([label, told]) => [
    label,
    told.sent,
    told.accepted,
    told.refused,
    rounded(told.p50Ms, 1),
    rounded(told.p99Ms, 1),
    rounded(told.maxMs),
  ]); // prettier-ignore
  const tables = [
    formatTable(
      ['medians', 'events/s', 'p50 ms', 'p99 ms', 'RSS MB', 'CPU µs', 'of Bolt', 'of bare'],
      medians,
    ),
    formatTable(
      ['one worker', 'events', 'events/s', 'of Bolt', 'RSS MB'],
      [
        [
          'handled',
          handled.events,
          rounded(handled.perSecond),
          rounded(handled.perSecond / rate('bolt'), 2),
          rounded(handled.rssMb),
        ],
      ],
    ),
    formatTable(['paced', 'sent', '200', '503', 'p50 ms', 'p99 ms', 'slowest ms'], paced),
  ];
  report(tables.join('\n\n'), {
    events_per_s: rounded(rate('switchboard')),
    vs_bolt: rounded(rate('switchboard') / rate('bolt'), 2),
    vs_bare: rounded(rate('switchboard') / rate('bare'), 2),
    cpu_us: rounded(cpu('switchboard')),
    bolt_cpu_us: rounded(cpu('bolt')),
    bare_cpu_us: rounded(cpu('bare')),
    generator_vs_bare: rounded(rate('generator') / rate('bare'), 2),
    p50_ms: rounded(steady.p50Ms, 1),
    p99_ms: rounded(steady.p99Ms, 1),
    handled_per_s: rounded(handled.perSecond),
    handled_vs_bolt: rounded(handled.perSecond / rate('bolt'), 2),
    flood_slowest_ms: rounded(flooded.maxMs),
    flood_refused: flooded.refused,
    rss_mb: rounded(afterMb),
  });
}
