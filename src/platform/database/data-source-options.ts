import type { PostgresConnectionOptions } from 'typeorm/driver/postgres/PostgresConnectionOptions.js';
import { migrations } from '../../../migrations/index.js';

/** How every process of ours connects. Entities are named by the modules that own them. */
export function dataSourceOptions(url: string, poolSize = 10): PostgresConnectionOptions {
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
