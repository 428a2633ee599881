import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Module } from '@nestjs/common';
import { createPostgresBackend, createRedisBackend, setDefaultBackendFactory } from 'bullmq';
import { Config } from '../config/config.js';
import { BULLMQ_SCHEMA } from './queue-schema.js';
import { Upkeep, UPKEEP_QUEUE, UpkeepScheduler, UpkeepWorker } from './upkeep.js';

/**
 * BullMQ on PostgreSQL, or on Redis where REDIS_URL says so; nothing else changes.
 * Its jobs only wake somebody, or do what may be done again: rows are the truth (ADR 0001).
 */
@Module({})
export class QueueModule {
  static register(config: Config): DynamicModule {
    return {
      module: QueueModule,
      global: true,
      imports: [
        BullModule.forRootAsync({ useFactory: () => connect(config) }),
        BullModule.registerQueue({ name: UPKEEP_QUEUE }),
      ],
      providers: [Upkeep, UpkeepScheduler, ...(config.works ? [UpkeepWorker] : [])],
      exports: [Upkeep, BullModule],
    };
  }
}

/** The backend is process-wide: Nest hands none to single queues. */
function connect(config: Config) {
  if (config.redisUrl !== undefined) {
    setDefaultBackendFactory(createRedisBackend);
    return { connection: { url: config.redisUrl, maxRetriesPerRequest: null } };
  }
  setDefaultBackendFactory(createPostgresBackend);
  return { connection: { connectionString: config.databaseUrl, schema: BULLMQ_SCHEMA, max: 4 } as object };
}
