import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { createPostgresBackend, createRedisBackend, setDefaultBackendFactory } from 'bullmq';
import { Config } from '../config/config.js';
import { BULLMQ_SCHEMA } from './queue-schema.js';

/**
 * BullMQ on PostgreSQL, or on Redis where REDIS_URL says so; nothing else changes.
 * Its jobs only wake somebody, or do what may be done again: rows are the truth (ADR 0001).
 */
@Module({
  imports: [
    BullModule.forRootAsync({
      inject: [Config],
      useFactory: (config: Config) => {
        // Process-wide: Nest hands no backend to single queues.
        if (config.redisUrl !== undefined) {
          setDefaultBackendFactory(createRedisBackend);
          return { connection: { url: config.redisUrl, maxRetriesPerRequest: null } };
        }
        setDefaultBackendFactory(createPostgresBackend);
        return { connection: { connectionString: config.databaseUrl, schema: BULLMQ_SCHEMA, max: 4 } as object };
      },
    }),
  ],
})
export class QueueModule {}
