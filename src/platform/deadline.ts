/** What took longer than it may. */
export class DeadlineError extends Error {
  readonly code = 'deadline';
}

/**
 * What `work` resolves with, unless it takes longer. The work itself goes on; what comes of it then is nobody's.
 * @throws DeadlineError
 */
export function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new DeadlineError(`Took longer than ${Math.round(ms) / 1_000} s`)),
      Math.max(0, ms),
    );
    work.then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (error: unknown) => {
        clearTimeout(timer);
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what the work threw, whatever it is
        reject(error);
      },
    );
  });
}
