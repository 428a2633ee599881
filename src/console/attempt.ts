import { AppError } from '../platform/errors/app-error.js';

export type Attempt<T> = { done: T } | { wrong: string[] };

/** What can be told to whoever pressed the button, in lines; anything else is thrown on. */
export async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { done: await work() };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      wrong: [error.message, ...(error.faults ?? []).map(({ pointer, detail }) => `${pointer}: ${detail}`)],
    };
  }
}
