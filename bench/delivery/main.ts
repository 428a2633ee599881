// How fast and in which order messages reach Slack, beside @slack/web-api and Alertmanager; what each costs, and how many go.
import { progress } from '../harness/report.js';
import { stopPrograms } from '../harness/program.js';
import { Stage } from './stage.js';
import { playStorm } from './storm.js';

export async function runBench(_args: string[]): Promise<void> {
  const stage = await Stage.setUp();
  try {
    const found = await playStorm(stage);
    progress(JSON.stringify(found, (key, value) => (key === 'times' ? undefined : value)));
  } finally {
    await stopPrograms();
    await stage.strike();
  }
}
