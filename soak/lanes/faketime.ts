import { spawnSync } from 'node:child_process';

/** What Debian's `faketime` sets for a program that it starts; undefined where it isn't installed. */
export function fakeTime(offset: string): Record<string, string> | undefined {
  const { status, stdout } = spawnSync('faketime', ['-f', offset, 'env'], { encoding: 'utf8' });
  const library = /^LD_PRELOAD=(\S+)/m.exec(stdout ?? '')?.[1];
  if (status !== 0 || library === undefined) return undefined;
  // Only what the clock on the wall shows is wrong. Waiting for a while takes as long as ever.
  return {
    LD_PRELOAD: library,
    FAKETIME: offset,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  };
}
