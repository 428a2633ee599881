import { formatTable, report, rounded } from '../harness/report.js';
import { median } from '../harness/rounds.js';
import type { CostFindings, Spread } from './cost.js';
import type { CriticalFindings } from './critical.js';
import type { NominalFindings } from './nominal.js';
import type { RateFindings } from './rate.js';
import type { StormFindings, Stormed } from './storm.js';

/** undefined: that part was not asked for. */
export interface Findings {
  storm: StormFindings | undefined;
  critical: CriticalFindings | undefined;
  cost: CostFindings | undefined;
  nominal: NominalFindings | undefined;
  rate: RateFindings | undefined;
}

interface Shown {
  table: string;
  figures: Record<string, number | null>;
}

const LABELS: Record<Stormed, string> = {
  switchboard: 'switchboard',
  'web-api': '@slack/web-api, its own retries',
  alertmanager: 'Alertmanager’s Slack receiver',
};

export function showDelivery({ storm, critical, cost, nominal, rate }: Findings): void {
  const shown = [
    storm && showStorm(storm),
    critical && showCritical(critical),
    cost && showCost(cost),
    nominal && showNominal(nominal),
    rate && showRate(rate),
  ].filter((part) => part !== undefined);
  report(
    shown.map(({ table }) => table).join('\n\n'),
    Object.assign({}, ...shown.map(({ figures }) => figures)) as Record<string, number | null>,
  );
}

function showStorm({ optimumS, messages, arrived }: StormFindings): Shown {
  const efficiency = (name: Stormed) => {
    const found = arrived[name];
    // Who didn't bring all has no time for it.
    return found?.messages === messages ? rounded(optimumS / found.seconds, 3) : null;
  };
  const rows = (Object.keys(LABELS) as Stormed[]).map((name) => {
    const found = arrived[name];
    if (found === undefined) return [LABELS[name], 'is not installed here', '', '', '', ''];
    const inTime = found.times.filter((at) => at <= optimumS).length / messages;
    const share = efficiency(name);
    return [
      LABELS[name],
      `${found.messages} of ${messages}`,
      rounded(found.seconds, 1),
      share === null ? '–' : `${rounded(100 * share, 1)} %`,
      `${rounded(100 * inTime)} %`,
      found.refused,
    ];
  });
  return {
    table: formatTable(
      [`storm, at best ${optimumS} s`, 'arrived', 'seconds', 'of the optimum', `in ${optimumS} s`, 'refused'],
      rows,
    ),
    figures: {
      efficiency: efficiency('switchboard'),
      refused: arrived.switchboard?.refused ?? null,
      optimum_s: optimumS,
      web_api_efficiency: efficiency('web-api'),
      web_api_refused: arrived['web-api']?.refused ?? null,
      alertmanager_efficiency: efficiency('alertmanager'),
      alertmanager_refused: arrived.alertmanager?.refused ?? null,
    },
  };
}

function showCritical({ sameChannel, spread }: CriticalFindings): Shown {
  const row = (label: string, waits: number[]) => [
    label,
    waits.length,
    rounded(median(waits), 2),
    rounded(Math.max(...waits), 2),
  ];
  return {
    table: formatTable(
      ['a critical one behind 10,000', 'tried', 'median s', 'longest s'],
      [row('in its own channel', sameChannel), row('in 100 channels', spread)],
    ),
    figures: {
      critical_wait_s: rounded(Math.max(...sameChannel, ...spread), 2),
      critical_median_s: rounded(median([...sameChannel, ...spread]), 2),
    },
  };
}

function showCost(found: CostFindings): Shown {
  const growth = (pick: 'buffers' | 'ms') =>
    rounded(Math.max(...Object.values(found).map(({ few, many }) => many[pick] / few[pick])), 2);
  const rows = (Object.keys(found) as Spread[]).map((spread) => {
    const { few, many } = found[spread];
    return [
      spread,
      rounded(few.buffers, 1),
      rounded(many.buffers, 1),
      rounded(many.buffers / few.buffers, 2),
      rounded(few.ms, 3),
      rounded(many.ms, 3),
      rounded(many.ms / few.ms, 2),
    ];
  });
  return {
    table: formatTable(
      [
        'a message while',
        'buffers, 1,000 wait',
        '1,000,000',
        'ratio',
        'ms, 1,000 wait',
        '1,000,000',
        'ratio',
      ],
      rows,
    ),
    figures: { cost_growth: growth('buffers'), cost_time_growth: growth('ms') },
  };
}

function showNominal({ share, lanes, slowest }: NominalFindings): Shown {
  return {
    table: formatTable(
      ['5,000 lanes', 'of one a second', 'lanes served', 'the slowest, a second'],
      [['one worker', `${rounded(100 * share, 1)} %`, lanes, rounded(slowest, 2)]],
    ),
    figures: { lanes_nominal: rounded(share, 3) },
  };
}

function showRate(found: RateFindings): Shown {
  const of = (name: keyof RateFindings) => median(found[name].map(({ perSecond }) => perSecond));
  const rows = [
    ['switchboard, recorded', rounded(of('switchboard')), rounded(of('switchboard') / of('bare'), 2)],
    ['a bare loop', rounded(of('bare')), 1],
  ];
  return {
    table: formatTable(
      [`over HTTP, ${found.switchboard[0]?.connections} connections`, 'messages/s', 'of bare'],
      rows,
    ),
    figures: {
      messages_per_s: rounded(of('switchboard')),
      vs_bare_loop: rounded(of('switchboard') / of('bare'), 2),
    },
  };
}
