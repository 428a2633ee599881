import { setTimeout as pause } from 'node:timers/promises';
import type { BenchPostgres } from '../harness/postgres.js';
import { progress, rounded } from '../harness/report.js';
import { median } from '../harness/rounds.js';
import { type LaneName, fill, laneNames, liftLimits, settle } from './backlog.js';
import { type Cost, costOf } from './message-cost.js';
import type { SinkWorker } from './sink-worker.js';
import type { Stage } from './stage.js';
import {
  forgetStatements,
  isOfMessages,
  showStatements,
  statementsOfLanes,
  watchStatements,
} from './statements.js';

/** Of both settings. */
const ROWS = 1_000_000;
const WAITING = { few: 1_000, many: ROWS };
const WORKSPACES = 20;
const LANES = { 'many lanes': 200, 'one lane': 1 };
/** Until the bursts are used up and every lane goes at one a second. */
const WARM_UP_MS = 8_000;
const SAMPLE_MS = 5_000;
const BURST = 4;

type Setting = keyof typeof WAITING;
export type Spread = keyof typeof LANES;
export type CostFindings = Record<Spread, Record<Setting, Cost>>;

const SETTINGS = Object.keys(WAITING) as Setting[];

/** A database and what waits there. */
interface Backlog {
  stage: Stage;
  lanes: LaneName[];
}

/** The same with a worker. */
interface Site {
  postgres: BenchPostgres;
  worker: SinkWorker;
  costs: Cost[];
  /** So many more for every lane. */
  refill: (each: number) => Promise<void>;
}

/**
 * What a message costs the database while 1,000 of 1,000,000 wait, the others being sent, and while all do. Both settings
 * stand side by side, and are sampled in turn: what else the machine does falls on both alike.
 */
export async function playCost(stages: Record<Setting, Stage>, samples: number): Promise<CostFindings> {
  const found = {} as CostFindings;
  for (const setting of SETTINGS) await watchStatements(stages[setting].postgres);
  for (const spread of Object.keys(LANES) as Spread[]) {
    const backlogs = await bySetting((setting) => setUp(stages[setting], spread, WAITING[setting]));
    // Only when both stand, and at once: while a million is written, a thousand would be gone.
    const [few, many] = await Promise.all([manned(backlogs.few), manned(backlogs.many)]);
    const sites: Record<Setting, Site> = { few, many };
    const all = Object.values(sites);
    // As many come as go, one a second and lane by the clock, so that always about as many wait.
    let over = false;
    const refilling = (async () => {
      const begunAt = performance.now();
      for (let filled = 0; !over;) {
        await pause(250);
        const due = Math.floor((performance.now() - begunAt) / 1_000) - filled;
        if (due === 0) continue;
        for (const { refill } of all) await refill(due);
        filled += due;
      }
    })();
    try {
      await pause(WARM_UP_MS);
      for (let sample = 0; sample < samples; sample += 1) {
        for (const setting of SETTINGS) sites[setting].costs.push(await sampled(sites[setting]));
      }
    } finally {
      over = true;
      await refilling;
    }
    for (const { worker } of all) await worker.stop();
    found[spread] = await bySetting((setting) => medianOf(sites[setting].costs));
    for (const setting of SETTINGS) say(spread, setting, found[spread][setting]);
  }
  return found;
}

async function bySetting<T>(make: (setting: Setting) => T | Promise<T>): Promise<Record<Setting, T>> {
  return { few: await make('few'), many: await make('many') };
}

async function setUp(stage: Stage, spread: Spread, waiting: number): Promise<Backlog> {
  const { postgres } = stage;
  await postgres.one('TRUNCATE delivery, lane, card CASCADE');
  const workspaceIds = await stage.tenants('cost', WORKSPACES);
  await liftLimits(postgres, workspaceIds);
  const lanes: LaneName[] = laneNames(workspaceIds, LANES[spread], 'COST');
  progress(`cost: ${ROWS} messages in ${spread}, of which ${waiting} begin to wait …`);
  // The burst goes at once, and what waits after it is what is meant to.
  const each = Math.min(ROWS / lanes.length, waiting / lanes.length + BURST);
  await fill(postgres, lanes, ROWS / lanes.length, each);
  await settle(postgres);
  return { stage, lanes };
}

async function manned({ stage, lanes }: Backlog): Promise<Site> {
  const { postgres } = stage;
  const worker = await stage.sinkWorker();
  return { postgres, worker, costs: [], refill: (more) => fill(postgres, lanes, more) };
}

async function sampled({ postgres, worker }: Site): Promise<Cost> {
  await worker.count();
  await forgetStatements(postgres);
  await pause(SAMPLE_MS);
  const { sent } = await worker.count();
  const statements = (await statementsOfLanes(postgres)).filter(isOfMessages);
  showStatements(statements, sent);
  return costOf(statements, sent);
}

const medianOf = (costs: Cost[]): Cost => ({
  buffers: median(costs.map(({ buffers }) => buffers)),
  ms: median(costs.map(({ ms }) => ms)),
});

function say(spread: Spread, setting: Setting, { buffers, ms }: Cost): void {
  const cost = `${rounded(buffers, 1)} buffers, ${rounded(ms, 3)} ms a message`;
  progress(`cost: ${WAITING[setting]} in ${spread}: ${cost}`);
}
