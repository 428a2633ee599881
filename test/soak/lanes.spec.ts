import { distUrl, startScript, stopAllPrograms } from '../harness/process.js';
import { fakeTime } from '../../soak/lanes/faketime.js';

const SMALL = ['--messages', '60', '--workers', '2', '--workspaces', '3', '--channels', '4', '--rate', '20'];
const LIMIT = ['--limit', '180'];
const PATIENCE_MS = 240_000;

describe('npm run soak -- lanes', () => {
  afterAll(stopAllPrograms);

  const soak = async (...args: string[]) => {
    const run = startScript(
      `const { runSoak } = await import(${JSON.stringify(distUrl('soak/lanes/main.js'))});
       await runSoak(${JSON.stringify([...args, ...SMALL, ...LIMIT, '--seed', '7'])});`,
    );
    const { code } = await run.exited;
    expect(`${code}\n${run.output}`).toMatch(/^0\n/);
    expect(run.lines[0]).toBe('seed 7');
    return JSON.parse(run.lines.at(-1) ?? '') as Record<string, number>;
  };
  const NOTHING_WRONG = { messages: 60, lost: 0, doubled: 0, out_of_order: 0, in_window: 0, owners: 0 };

  it(
    'loses, doubles and mixes up nothing while Slack fails and workers are killed',
    async () => {
      expect(await soak('--kills', '2', '--faults', '10')).toMatchObject({ ...NOTHING_WRONG, kills: 2 });
    },
    PATIENCE_MS,
  );

  (fakeTime('+10m') ? it : it.skip)(
    'nor where a worker’s clock is ten minutes ahead',
    async () => {
      const figures = await soak('clocks', '--kills', '1');
      expect(figures).toMatchObject({ ...NOTHING_WRONG, kills: 1, early: 0 });
    },
    PATIENCE_MS,
  );
});
