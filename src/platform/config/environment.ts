import {
  IsIn,
  IsInt,
  IsOptional,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateBy,
  ValidateIf,
  type ValidationOptions,
} from 'class-validator';
import { Transform } from 'class-transformer';
import { keyringProblem } from '../crypto/keyring.js';
import { readAllowList } from '../outbound/domain/allow-list.js';

export type Role = 'all' | 'web' | 'worker';
export const EMBEDDED = 'embedded';

/** A URL of one of the given protocols; `localhost` and ports are fine, since simulators live there. */
function IsUrlOf(protocols: string[], options: ValidationOptions) {
  return IsUrl({ protocols, require_tld: false, require_protocol: true }, options);
}

function IsKeyring() {
  return ValidateBy({
    name: 'isKeyring',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && keyringProblem(value) === undefined,
      defaultMessage: (args) => `ENCRYPTION_KEYS ${keyringProblem(String(args?.value ?? ''))}`,
    },
  });
}

function IsPostgresUrl() {
  return ValidateBy({
    name: 'isPostgresUrl',
    validator: {
      validate: (value: unknown) =>
        value === EMBEDDED || (typeof value === 'string' && /^postgres(ql)?:\/\/./.test(value)),
      defaultMessage: () =>
        'DATABASE_URL must be a PostgreSQL URL (postgresql://user:password@host:5432/name), or the word "embedded"',
    },
  });
}

function IsAllowList() {
  return ValidateBy({
    name: 'isAllowList',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && readAllowList(value) !== undefined,
      defaultMessage: () =>
        'OUTBOUND_ALLOW must be hosts and CIDR ranges with commas between them, such as health.internal,*.svc.cluster.local,10.0.0.0/8',
    },
  });
}

/** A whole number above 0, with a default. */
function IsPositive(name: string) {
  const message = `${name} must be a whole number above 0`;
  return (target: object, property: string) => {
    Transform(({ value }) => Number(value))(target, property);
    IsInt({ message })(target, property);
    Min(1, { message })(target, property);
  };
}

const needsOAuth = (env: Environment) =>
  env.SLACK_BOT_TOKEN === undefined || env.SLACK_CLIENT_ID !== undefined;

/**
 * The process's environment, one property per variable, named as people set it.
 * Empty strings count as not set, as `docker compose` and `.env` files make them.
 */
export class Environment {
  @IsIn(['all', 'web', 'worker'], { message: 'ROLE must be all, web or worker' })
  ROLE: Role = 'all';

  @Transform(({ value }) => Number(value))
  @IsInt({ message: 'PORT must be a whole number from 0 to 65535' })
  @Min(0, { message: 'PORT must be a whole number from 0 to 65535' })
  @Max(65535, { message: 'PORT must be a whole number from 0 to 65535' })
  PORT: number = 3000;

  @IsOptional()
  @IsUrlOf(['http', 'https'], {
    message: 'PUBLIC_URL must be the http(s) URL under which Slack and browsers reach this service',
  })
  PUBLIC_URL?: string;

  @IsPostgresUrl()
  DATABASE_URL: string;

  @IsOptional()
  @Matches(/^rediss?:\/\/./, { message: 'REDIS_URL must be a Redis URL, for example redis://localhost:6379' })
  REDIS_URL?: string;

  @ValidateIf(needsOAuth)
  @MinLength(1, {
    message: 'SLACK_CLIENT_ID is required: the client id of your Slack app (or set SLACK_BOT_TOKEN)',
  })
  SLACK_CLIENT_ID?: string;

  @ValidateIf(needsOAuth)
  @MinLength(1, {
    message: 'SLACK_CLIENT_SECRET is required: the client secret of your Slack app (or set SLACK_BOT_TOKEN)',
  })
  SLACK_CLIENT_SECRET?: string;

  /** Socket Mode has no signatures. */
  @ValidateIf((env: Environment) => env.SLACK_APP_TOKEN === undefined)
  @MinLength(1, {
    message:
      'SLACK_SIGNING_SECRET is required: the signing secret of your Slack app (or set SLACK_APP_TOKEN for Socket Mode)',
  })
  SLACK_SIGNING_SECRET?: string;

  @IsOptional()
  @Matches(/^xapp-/, {
    message:
      'SLACK_APP_TOKEN must be an app-level token with the scope connections:write; they start with xapp-',
  })
  SLACK_APP_TOKEN?: string;

  @IsOptional()
  @Matches(/^xox[a-z](\.|-)/, { message: 'SLACK_BOT_TOKEN must be a bot token; they start with xoxb-' })
  SLACK_BOT_TOKEN?: string;

  @IsUrlOf(['http', 'https'], { message: 'SLACK_API_URL must be an http(s) URL' })
  SLACK_API_URL: string = 'https://slack.com/api/';

  @IsUrlOf(['http', 'https'], { message: 'SLACK_AUTHORIZE_URL must be an http(s) URL' })
  SLACK_AUTHORIZE_URL: string = 'https://slack.com/oauth/v2/authorize';

  @IsIn(['true', 'false'], { message: 'SLACK_INCOMING_WEBHOOK must be true or false' })
  SLACK_INCOMING_WEBHOOK: string = 'false';

  @IsOptional()
  @Matches(/^[a-z][a-z._:]*(,[a-z][a-z._:]*)*$/, {
    message: 'SLACK_USER_SCOPES must be scopes with commas between them, for example users.profile:write',
  })
  SLACK_USER_SCOPES?: string;

  @ValidateIf((env: Environment) => env.DATABASE_URL !== EMBEDDED || env.ENCRYPTION_KEYS !== undefined)
  @IsKeyring()
  ENCRYPTION_KEYS?: string;

  @IsPositive('QUOTA_NOTIFICATIONS_PER_MINUTE')
  QUOTA_NOTIFICATIONS_PER_MINUTE: number = 60_000;

  @IsPositive('QUOTA_BYTES_PER_DAY')
  QUOTA_BYTES_PER_DAY: number = 4 * 1024 ** 3;

  @IsPositive('QUOTA_KEYS')
  QUOTA_KEYS: number = 200;

  @IsOptional()
  @IsAllowList()
  OUTBOUND_ALLOW?: string;

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    message: 'LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent',
  })
  LOG_LEVEL: string = 'info';
}
