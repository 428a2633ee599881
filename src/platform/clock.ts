import type { EntityManager } from 'typeorm';

/** This process's time, for what concerns this process alone: signatures, state cookies, log lines. */
export abstract class Clock {
  abstract now(): Date;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

/**
 * The database's time, for everything that is stored or decided together with rows: workers' clocks may differ.
 * `clock_now()` is ours so that tests can move it (migrations/…-clock.ts).
 */
export async function databaseNow(tx: EntityManager): Promise<Date> {
  const rows: { now: Date }[] = await tx.query('SELECT clock_now() AS now');
  return rows[0].now;
}
