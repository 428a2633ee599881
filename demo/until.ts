import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks until there is an answer.
 * @throws Error after `timeoutMs`, with what `otherwise` says about it
 */
export async function until<T>(
  ask: () => Promise<T | undefined>,
  {
    timeoutMs,
    everyMs = 100,
    otherwise = () => 'it did not happen',
  }: { timeoutMs: number; everyMs?: number; otherwise?: () => string },
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`${otherwise()} within ${timeoutMs / 1_000} s`);
    await pause(everyMs);
  }
}
