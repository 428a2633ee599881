import { Redis } from 'ioredis';
import { Client } from 'pg';
import { type Config, ConfigurationError } from '../platform/config/config.js';
import { parseKeyring } from '../platform/crypto/keyring.js';
import { pendingMigrations } from '../platform/database/migrate.js';
import { maskSecrets } from '../platform/logging/log.js';
import { examineAppToken } from '../slack/index.js';
import { withDatabase } from './context.js';

export interface Finding {
  check: string;
  ok: boolean;
  /** What was found and, if it isn't well, what to do. */
  detail: string;
}

const OLDEST_POSTGRES = 140_000;
const OLDEST_REDIS = [6, 2];
const PATIENCE_MS = 5_000;

/** Looks at everything that a start needs, and reports all of it at once. */
export async function examine(): Promise<Finding[]> {
  try {
    return await withDatabase(async (config) => [
      { check: 'configuration', ok: true, detail: `role ${config.role}, public URL ${config.publicUrl}` },
      ...(await examineDatabase(config)),
      ...(config.redisUrl === undefined ? [] : [await examineRedis(config.redisUrl)]),
      ...(await examineSlack(config)),
    ]);
  } catch (error) {
    if (!(error instanceof ConfigurationError))
      return [{ check: 'database', ok: false, detail: wordsOf(error) }];
    return error.problems.map((detail) => ({ check: 'configuration', ok: false, detail }));
  }
}

async function examineDatabase(config: Config): Promise<Finding[]> {
  const client = new Client({ connectionString: config.databaseUrl, connectionTimeoutMillis: PATIENCE_MS });
  try {
    await client.connect();
    const { rows } = await client.query<{ number: number; text: string }>(
      `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS text`,
    );
    const { number, text } = rows[0];
    const pending = await pendingMigrations(config.databaseUrl);
    const secrets = pending.length === 0 ? [await examineDataKeys(client, config)] : [];
    return [
      {
        check: 'database',
        ok: number >= OLDEST_POSTGRES,
        detail: `PostgreSQL ${text}${number >= OLDEST_POSTGRES ? '' : '; 14 or newer is needed'}`,
      },
      {
        check: 'migrations',
        ok: pending.length === 0,
        detail:
          pending.length === 0
            ? 'up to date'
            : `${pending.length} to run; "npx switchboard migrate" or the next start runs them`,
      },
      ...secrets,
    ];
  } catch (error) {
    return [
      {
        check: 'database',
        ok: false,
        detail: `not reachable: ${wordsOf(error)}; check DATABASE_URL and that the server runs`,
      },
    ];
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Data keys name the key that wraps them. */
async function examineDataKeys(client: Client, config: Config): Promise<Finding> {
  const { current, byId } = parseKeyring(config.encryptionKeys ?? '');
  const { rows } = await client.query<{ key: string; count: number }>(
    `SELECT split_part(data_key, '.', 2) AS key, count(*)::int AS count FROM installation GROUP BY 1`,
  );
  const lost = rows.filter(({ key }) => !byId.has(key)).map(({ key, count }) => `${count} by "${key}"`);
  const old = rows.filter(({ key }) => key !== current.id).reduce((sum, { count }) => sum + count, 0);
  const stale = old === 0 ? '' : `; ${old} data key(s) wait for "npx switchboard secrets rotate"`;
  return {
    check: 'encryption keys',
    ok: lost.length === 0,
    detail:
      lost.length === 0
        ? `"${current.id}" wraps new data keys${stale}`
        : `data keys were wrapped by keys that ENCRYPTION_KEYS lacks: ${lost.join(', ')}; put them back, after the first`,
  };
}

async function examineSlack(config: Config): Promise<Finding[]> {
  const { appToken } = config.slack;
  if (appToken === undefined) return [];
  return [{ check: 'socket mode', ...(await examineAppToken(appToken, config)) }];
}

async function examineRedis(url: string): Promise<Finding> {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: PATIENCE_MS,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const version = /redis_version:(\S+)/.exec(await redis.info('server'))?.[1] ?? 'unknown';
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const ok =
      major > (OLDEST_REDIS[0] ?? 0) || (major === OLDEST_REDIS[0] && minor >= (OLDEST_REDIS[1] ?? 0));
    return { check: 'redis', ok, detail: `Redis ${version}${ok ? '' : '; 6.2 or newer is needed'}` };
  } catch (error) {
    return {
      check: 'redis',
      ok: false,
      detail: `not reachable: ${wordsOf(error)}; check REDIS_URL and that the server runs`,
    };
  } finally {
    redis.disconnect();
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(wordsOf).join(', ');
  return maskSecrets(error instanceof Error ? error.message : String(error));
}
