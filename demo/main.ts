import { playCheck } from './check.js';
import { invitation } from './invitation.js';
import { DemoError, parseOptions, USAGE, type DemoOptions } from './options.js';
import { Report, StepFailed } from './report.js';
import { PAYMENTS_ALERT } from './samples.js';
import { setUp } from './set-up.js';
import { Stage } from './stage.js';
import { toldToStop } from './told-to-stop.js';

type Ending = 'done' | 'failed' | 'interrupted';

/** `npm run demo`, after installing and building. Ends the process: 0 when all went well, else 1. */
export async function runDemo(args: string[]): Promise<never> {
  let options: DemoOptions;
  try {
    options = parseOptions(args);
  } catch (error) {
    if (!(error instanceof DemoError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
  if (options.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const report = new Report();
  const stage = new Stage(options);
  const interrupted = toldToStop();
  const ending = await Promise.race([
    perform(options, stage, report),
    stage.death.then((error): Ending => {
      report.mute();
      report.failed += 1;
      console.error(`\n${error.message}`);
      return 'failed';
    }),
    interrupted.then((): Ending => {
      report.mute();
      console.log(`\nStopping the service, the sandbox and PostgreSQL …`);
      return 'interrupted';
    }),
  ]);
  const unwell = await stage.close();
  for (const words of unwell) console.error(`While stopping: ${words}`);
  if (options.check) {
    if (ending === 'interrupted') report.failed += 1;
    report.failed += unwell.length;
    console.log(`demo: ${report.passed} passed, ${report.failed} failed`);
    process.exit(report.failed === 0 ? 0 : 1);
  }
  if (ending === 'interrupted') console.log('Stopped. Nothing is left running.');
  process.exit(ending === 'failed' || unwell.length > 0 ? 1 : 0);
}

/** Never rejects: what goes wrong is printed here. In the interactive demo it goes on until somebody stops it. */
async function perform(options: DemoOptions, stage: Stage, report: Report): Promise<Ending> {
  try {
    const scene = await setUp(options, stage, report);
    if (options.check) {
      await playCheck(scene);
      return 'done';
    }
    await report.step('a sample alert is in #incidents', async () => {
      await scene.service.send(PAYMENTS_ALERT);
      await scene.slack.expectMessage('#incidents', { text: PAYMENTS_ALERT.title });
    });
    console.log(invitation(scene, await stage.writeEnvironment()));
    return await new Promise(() => undefined);
  } catch (error) {
    if (!(error instanceof StepFailed)) console.error(error);
    return 'failed';
  }
}
