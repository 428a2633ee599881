import { setTimeout as pause } from 'node:timers/promises';
import type { BenchPostgres } from '../harness/postgres.js';
import { progress, rounded } from '../harness/report.js';
import { median } from '../harness/rounds.js';
import { fill, laneNames, liftLimits, settle } from './backlog.js';
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

interface Statement {
  query: string;
  calls: number;
  ms: number;
  buffers: number;
}

/** What a message costs the database while 1,000 wait, and while 1,000,000 do. */
export async function playCost(stage: Stage, samples: number): Promise<CostFindings> {
  await watchStatements(stage);
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
  await postgres.one('SELECT pg_stat_statements_reset()');
  await pause(SAMPLE_MS);
  const { sent } = await worker.count();
  const statements = await statementsOfLanes(postgres);
  const sum = (pick: (statement: Statement) => number) =>
    statements.reduce((total, statement) => total + pick(statement), 0) / sent;
  for (const { query, calls, buffers, ms } of statements.slice(0, 4)) {
    const words = query.replace(/\s+/g, ' ').trim().slice(0, 60);
    progress(
      `  ${rounded(buffers / sent, 1)} buffers, ${rounded(ms / sent, 3)} ms a message in ${calls} of: ${words}`,
    );
  }
  return { buffers: sum(({ buffers }) => buffers), ms: sum(({ ms }) => ms) };
}

/** What the worker asked of its lanes, the dearest first. Ours are marked. */
async function statementsOfLanes(postgres: BenchPostgres): Promise<Statement[]> {
  return postgres.all<Statement>(
    `SELECT query, calls::int, total_exec_time AS ms, (shared_blks_hit + shared_blks_read)::int AS buffers
     FROM pg_stat_statements
     WHERE query ~ '\\m(delivery|lane|card)\\M' AND query !~ 'bench|pg_stat_statements'
       AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
     ORDER BY shared_blks_hit + shared_blks_read DESC`,
  );
}

/** Statements are counted by the extension that comes with PostgreSQL, from the server's next start on. */
async function watchStatements({ postgres }: Stage): Promise<void> {
  await postgres.one(`ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'`);
  await postgres.crash();
  await postgres.startAgain();
  await postgres.one('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
}
