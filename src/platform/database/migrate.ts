import { runMigrations } from 'bullmq';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { BULLMQ_SCHEMA } from '../queue/queue-schema.js';
import { dataSourceOptions } from './data-source-options.js';

/** Two starters at once: TypeORM's own runner fails, so one of them waits for this lock. Any fixed number does. */
const MIGRATION_LOCK = 7_254_331;

/**
 * Brings a database up to date: our tables, and BullMQ's where it lives on PostgreSQL
 * (a Worker on an unmigrated schema starves the event loop). Any number of processes may call it at once.
 * @returns the names of the migrations that ran now
 */
export async function migrate(url: string): Promise<string[]> {
  const guard = new Client({
    connectionString: url,
    application_name: 'switchboard migrate',
    connectionTimeoutMillis: 5_000,
  });
  await guard.connect();
  try {
    await guard.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const dataSource = await new DataSource(dataSourceOptions(url, 2)).initialize();
    try {
      const ran = await dataSource.runMigrations();
      await runMigrations(guard, BULLMQ_SCHEMA);
      return ran.map((migration) => migration.name);
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await guard.end();
  }
}

/** Names of our migrations that this database has not run; all of them on an empty one. */
export async function pendingMigrations(url: string): Promise<string[]> {
  const dataSource = await new DataSource(dataSourceOptions(url, 1)).initialize();
  try {
    const known = dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name);
    const [table]: { found: boolean }[] = await dataSource.query(
      `SELECT to_regclass('migrations') IS NOT NULL AS found`,
    );
    if (!table?.found) return known;
    const done: { name: string }[] = await dataSource.query('SELECT name FROM migrations');
    return known.filter((name) => !done.some((row) => row.name === name));
  } finally {
    await dataSource.destroy();
  }
}
