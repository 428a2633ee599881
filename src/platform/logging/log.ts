import type { LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';

/** Fields that can hold a secret, wherever they turn up. Redacted, not removed, so that one sees they were there. */
const SECRETS = [
  'authorization',
  'cookie',
  'token',
  'botToken',
  'access_token',
  'refresh_token',
  'client_secret',
  'clientSecret',
  'signingSecret',
  'encryptionKeys',
  'password',
  'secret',
  'response_url',
  'databaseUrl',
  'redisUrl',
];

/** Tokens and keys inside free text, an error's message for instance. */
const SECRET_TEXT = /\b(xox[a-z]?[-.][\w.-]{8,}|xapp-[\w-]{8,}|swb_[\w-]+)|(:\/\/[^:/\s@]+:)[^@\s/]+(?=@)/g;

/** Masks what looks like a secret in a text. */
export const maskSecrets = (text: string) =>
  text.replace(SECRET_TEXT, (_match, token: string | undefined, userinfo: string | undefined) =>
    token === undefined ? `${userinfo}[redacted]` : '[redacted]',
  );

function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, code } = error as Error & { code?: unknown };
  return {
    type: name,
    code,
    message: maskSecrets(message),
    stack: stack === undefined ? undefined : maskSecrets(stack),
    cause: error.cause === undefined ? undefined : serializeError(error.cause),
  };
}

/** The process's log: JSON lines, pretty on a terminal. ERROR means that someone must act now. */
export class Log {
  constructor(private readonly logger: Logger) {}

  debug(fields: object, message: string) {
    this.logger.debug(fields, message);
  }
  info(fields: object, message: string) {
    this.logger.info(fields, message);
  }
  warn(fields: object, message: string) {
    this.logger.warn(fields, message);
  }
  error(fields: object, message: string) {
    this.logger.error(fields, message);
  }
}

export function createLog(level: string, terminal = process.stdout.isTTY): Log {
  return new Log(
    pino({
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: serializeError },
      redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
      hooks: {
        logMethod(args, method) {
          method.apply(
            this,
            args.map((arg: unknown) => (typeof arg === 'string' ? maskSecrets(arg) : arg)) as typeof args,
          );
        },
      },
      ...(terminal ? { transport: { target: 'pino-pretty', options: { ignore: 'hostname' } } } : {}),
    }),
  );
}

/** Lets Nest write to our log. Its start-up chatter is of interest only when debugging. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Log) {}

  log(message: unknown, context?: string) {
    this.logger.debug({ context }, String(message));
  }
  warn(message: unknown, context?: string) {
    this.logger.warn({ context }, String(message));
  }
  error(message: unknown, stack?: string, context?: string) {
    this.logger.error(
      { context, stack: stack === undefined ? undefined : maskSecrets(stack) },
      String(message),
    );
  }
  debug(message: unknown, context?: string) {
    this.logger.debug({ context }, String(message));
  }
}
