// How fast and in which order messages reach Slack, beside @slack/web-api and Alertmanager; what each costs, and how many go.
import { stopPrograms } from '../harness/program.js';
import { playCost } from './cost.js';
import { playCritical } from './critical.js';
import { playNominal } from './nominal.js';
import { type Part, readOptions } from './options.js';
import { playRate } from './rate.js';
import { type Findings, showDelivery } from './show.js';
import { Stage } from './stage.js';
import { playStorm } from './storm.js';

export async function runBench(args: string[]): Promise<void> {
  const { parts, trials, samples, seconds, rounds } = readOptions(args);
  const play = async <Found>(
    part: Part,
    work: (stage: Stage) => Promise<Found>,
  ): Promise<Found | undefined> => (parts.has(part) ? onStage(work) : undefined);
  const findings: Findings = {
    storm: await play('a', playStorm),
    critical: await play('b', (stage) => playCritical(stage, trials)),
    cost: await play('c', (few) => onStage((many) => playCost({ few, many }, samples))),
    nominal: await play('d', (stage) => playNominal(stage, seconds)),
    rate: await play('e', (stage) => playRate(stage, rounds)),
  };
  showDelivery(findings);
}

/** Each part has a database and a Slack of its own. */
async function onStage<Found>(work: (stage: Stage) => Promise<Found>): Promise<Found> {
  const stage = await Stage.setUp();
  try {
    return await work(stage);
  } finally {
    await stopPrograms();
    await stage.strike();
  }
}
