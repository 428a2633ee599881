import { playAlert, playGuide, playIntruders, playSenders, playUninstall } from './play-alert.js';
import { playCrash } from './play-crash.js';
import { expect } from './report.js';
import type { Scene } from './set-up.js';

/** Plays the main job end to end. A failure ends its own part; the others go on. */
export async function playCheck(scene: Scene): Promise<void> {
  const { report, slack, stage } = scene;
  await report.part(() => playIntruders(scene));
  await report.part(() => playAlert(scene));
  await report.part(() => playSenders(scene));
  await report.part(() => playGuide(scene));
  await report.part(() => playCrash(scene));
  await report.part(() =>
    report.step('Slack never had to refuse a message for its pace', async () => {
      const refused = (await slack.log({ kind: 'api' })).filter(({ status }) => status === 429);
      expect(refused.length === 0, `${refused.length} refused, first ${refused[0]?.name}`);
    }),
  );
  await report.part(() => playUninstall(scene));
  await report.part(() =>
    report.step('the service stops when it is asked to', async () => {
      const how = await stage.stopService();
      expect(how === 'ended with code 0', `it ${how}`);
    }),
  );
}
