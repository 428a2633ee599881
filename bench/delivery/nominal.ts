import { setTimeout as pause } from 'node:timers/promises';
import { progress, rounded } from '../harness/report.js';
import { fill, laneNames, liftLimits, settle } from './backlog.js';
import { forgetStatements, showStatements, statementsOfLanes, watchStatements } from './statements.js';
import type { Stage } from './stage.js';

const LANES = 5_000;
const WORKSPACES = 100;
const BURST = 4;
const WARM_UP_S = 15;

export interface NominalFindings {
  /** Of one message a second in each lane. */
  share: number;
  /** Lanes that got anything, and of the slowest its share. */
  lanes: number;
  slowest: number;
}

/** Every lane is due once a second, and one worker has them all. */
export async function playNominal(stage: Stage, seconds: number): Promise<NominalFindings> {
  const { postgres } = stage;
  await watchStatements(postgres);
  const workspaceIds = await stage.tenants('nominal', WORKSPACES);
  await liftLimits(postgres, workspaceIds);
  const lanes = laneNames(workspaceIds, LANES, 'NOM');
  progress(`nominal: ${LANES} lanes are filled for ${WARM_UP_S + seconds} s …`);
  await fill(postgres, lanes, WARM_UP_S + seconds + BURST + 10);
  await settle(postgres);
  const worker = await stage.sinkWorker();
  await pause(WARM_UP_S * 1_000);
  await worker.count();
  await forgetStatements(postgres);
  await pause(seconds * 1_000);
  const { sent, ms, channels, least } = await worker.count();
  showStatements(await statementsOfLanes(postgres), sent);
  await worker.stop();
  const nominal = ms / 1_000;
  const found = { share: sent / (LANES * nominal), lanes: channels, slowest: least / nominal };
  progress(
    `nominal: ${rounded(100 * found.share, 1)} % of ${LANES}/s, ${channels} lanes, the slowest at ${rounded(found.slowest, 2)}/s`,
  );
  return found;
}
