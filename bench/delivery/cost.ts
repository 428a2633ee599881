import { setTimeout as pause } from 'node:timers/promises';
import type { BenchPostgres } from '../harness/postgres.js';
import { progress, rounded } from '../harness/report.js';
import { median } from '../harness/rounds.js';
import { fill, laneNames, liftLimits, settle } from './backlog.js';
import {
  forgetStatements,
  showStatements,
  statementsOfLanes,
  type Statement,
  watchStatements,
} from './statements.js';
import type { SinkWorker } from './sink-worker.js';
import type { Stage } from './stage.js';

const FEW = 1_000;
const MANY = 1_000_000;
const WORKSPACES = 20;
const LANES = 200;
/** Until the bursts are used up and every lane goes at one a second. */
const WARM_UP_MS = 6_000;
const SAMPLE_MS = 3_000;

/** Of one message. */
export interface Cost {
  buffers: number;
  /** Milliseconds that PostgreSQL worked on it. */
  ms: number;
}

export type Spread = 'many lanes' | 'one lane';

export type CostFindings = Record<Spread, { few: Cost; many: Cost }>;

/** What a message costs the database while 1,000 wait, and while 1,000,000 do. */
export async function playCost(stage: Stage, samples: number): Promise<CostFindings> {
  await watchStatements(stage.postgres);
  const found = {} as CostFindings;
  for (const spread of ['many lanes', 'one lane'] as const) {
    const costs: Cost[] = [];
    for (const waiting of [FEW, MANY]) costs.push(await costOf(stage, spread, waiting, samples));
    found[spread] = { few: costs[0], many: costs[1] };
  }
  return found;
}

async function costOf(stage: Stage, spread: Spread, waiting: number, samples: number): Promise<Cost> {
  const { postgres } = stage;
  await postgres.one('TRUNCATE delivery, lane, card CASCADE');
  const number = spread === 'many lanes' ? LANES : 1;
  const workspaceIds = await stage.tenants('cost', WORKSPACES);
  await liftLimits(postgres, workspaceIds);
  const lanes = laneNames(workspaceIds, number, 'COST');
  progress(`cost: ${waiting} messages begin to wait in ${spread} …`);
  await fill(postgres, lanes, waiting / number);
  await settle(postgres);
  const worker = await stage.sinkWorker();
  // As many come as go, so that always about as many wait.
  let over = false;
  const refill = (async () => {
    while (!over) {
      await pause(1_000);
      await fill(postgres, lanes, 1);
    }
  })();
  await pause(WARM_UP_MS);
  const costs: Cost[] = [];
  for (let sample = 0; sample < samples; sample += 1) costs.push(await sampled(postgres, worker));
  over = true;
  await refill;
  await worker.stop();
  const cost = {
    buffers: median(costs.map(({ buffers }) => buffers)),
    ms: median(costs.map(({ ms }) => ms)),
  };
  progress(
    `cost: ${waiting} in ${spread}: ${rounded(cost.buffers, 1)} buffers, ${rounded(cost.ms, 3)} ms a message`,
  );
  return cost;
}

async function sampled(postgres: BenchPostgres, worker: SinkWorker): Promise<Cost> {
  await worker.count();
  await forgetStatements(postgres);
  await pause(SAMPLE_MS);
  const { sent } = await worker.count();
  const statements = await statementsOfLanes(postgres);
  const sum = (pick: (statement: Statement) => number) =>
    statements.reduce((total, statement) => total + pick(statement), 0) / sent;
  showStatements(statements, sent);
  return { buffers: sum(({ buffers }) => buffers), ms: sum(({ ms }) => ms) };
}
