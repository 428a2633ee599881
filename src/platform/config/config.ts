import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { type AllowList, NOTHING_ALLOWED, readAllowList } from '../outbound/domain/allow-list.js';
import { EMBEDDED, Environment, type Role } from './environment.js';

/** What a process was told to be, checked and with its defaults filled in. Injected by this class. */
export class Config {
  role: Role;
  /** 0 picks a free port. */
  port: number;
  /** Without a trailing slash. */
  publicUrl: string;
  /** A PostgreSQL URL; never the word `embedded`, which the starter has replaced by then. */
  databaseUrl: string;
  redisUrl?: string;
  slack: {
    /** Set where workspaces install by OAuth. */
    oauth?: { clientId: string; clientSecret: string; authorizeUrl: string };
    /** Absent only in Socket Mode: then nothing of Slack's is taken by HTTP. */
    signingSecret?: string;
    /** Set for Socket Mode: workers hold connections to Slack. */
    appToken?: string;
    /** Set where one internal workspace is served without OAuth. */
    botToken?: string;
    /** With a trailing slash, as WebClient wants it. */
    apiUrl: string;
    /** Whoever installs is asked for a channel, to which Slack gives us a webhook. */
    incomingWebhook: boolean;
    /** What whoever installs is asked to grant for themselves. */
    userScopes: string[];
  };
  /** `id:base64(32 bytes)[,…]`; the first encrypts. Absent only until the embedded database made one. */
  encryptionKeys?: string;
  logLevel: string;
  /** What a workspace may use where nobody gave it a limit of its own. */
  quotas: { notificationsPerMinute: number; bytesPerDay: number; keys: number };

  /** What calls to workspaces' addresses may reach though it is private. */
  outboundAllow: AllowList;

  /** This process claims lanes and runs jobs. */
  get works(): boolean {
    return this.role !== 'web';
  }

  /** This process answers HTTP beyond health checks. */
  get serves(): boolean {
    return this.role !== 'worker';
  }
}

/** The environment cannot be used. `problems` names every mistake, one sentence each. */
export class ConfigurationError extends Error {
  readonly code = 'configuration';

  constructor(readonly problems: string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}:\n` +
        problems.map((problem) => `  - ${problem}`).join('\n') +
        '\nSee .env.example for every variable and what it should be.',
    );
  }
}

/**
 * Reads and checks the environment.
 * @throws ConfigurationError naming every missing or malformed variable at once.
 */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const environment = plainToInstance(Environment, set, { exposeDefaultValues: true });
  const errors = validateSync(environment, { stopAtFirstError: true });
  if (errors.length > 0) {
    throw new ConfigurationError(errors.flatMap((error) => Object.values(error.constraints ?? {})));
  }
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret } = environment;
  return Object.assign(new Config(), {
    role: environment.ROLE,
    port: environment.PORT,
    publicUrl: (environment.PUBLIC_URL ?? `http://localhost:${environment.PORT}`).replace(/\/+$/, ''),
    databaseUrl: environment.DATABASE_URL,
    redisUrl: environment.REDIS_URL,
    slack: {
      oauth:
        clientId !== undefined && clientSecret !== undefined
          ? { clientId, clientSecret, authorizeUrl: environment.SLACK_AUTHORIZE_URL }
          : undefined,
      signingSecret: environment.SLACK_SIGNING_SECRET,
      appToken: environment.SLACK_APP_TOKEN,
      botToken: environment.SLACK_BOT_TOKEN,
      apiUrl: environment.SLACK_API_URL.replace(/\/*$/, '/'),
      incomingWebhook: environment.SLACK_INCOMING_WEBHOOK === 'true',
      userScopes: environment.SLACK_USER_SCOPES?.split(',') ?? [],
    },
    encryptionKeys: environment.ENCRYPTION_KEYS,
    logLevel: environment.LOG_LEVEL,
    quotas: {
      notificationsPerMinute: environment.QUOTA_NOTIFICATIONS_PER_MINUTE,
      bytesPerDay: environment.QUOTA_BYTES_PER_DAY,
      keys: environment.QUOTA_KEYS,
    },
    outboundAllow: readAllowList(environment.OUTBOUND_ALLOW ?? '') ?? NOTHING_ALLOWED,
  });
}

export const wantsEmbeddedDatabase = (config: Config) => config.databaseUrl === EMBEDDED;
