import type { DataSourceOptions } from 'typeorm';
import { migrations } from '../../../migrations/index.js';

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

/** How every process of ours connects. Entities are named by the modules that own them. */
export function dataSourceOptions(url: string, poolSize = 10): PostgresOptions {
  return {
    type: 'postgres',
    url,
    applicationName: 'switchboard',
    migrations,
    migrationsTransactionMode: 'each',
    poolSize,
    connectTimeoutMS: 5_000,
  };
}
