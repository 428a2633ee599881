import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino } from 'pino';

/** Fields that can hold a secret, wherever they turn up. Redacted, not removed, so that one sees they were there. */
const SECRETS = [
  'authorization',
  'cookie',
  'token',
  'botToken',
  'appToken',
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
const SECRET_TEXT = /\b(xox[a-z]?[-.][\w.-]{8,}|xapp-[\w-]{8,}|swb_[\w-]+)|(:\/\/[^:/\s@]*:)[^\s/]+(?=@)/g;

/** Masks what looks like a secret in a text. */
export const maskSecrets = (text: string) =>
  text.replace(SECRET_TEXT, (_match, token: string | undefined, userinfo: string | undefined) =>
    token === undefined ? `${userinfo}[redacted]` : '[redacted]',
  );

const maskIfText = (value: unknown) => (typeof value === 'string' ? maskSecrets(value) : value);

/** Causes beyond this depth are left out; a circle of them would never end. */
const MOST_CAUSES = 5;

function serializeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return maskIfText(error);
  const { name, message, stack, code } = error as Error & { code?: unknown };
  return {
    type: name,
    code,
    message: maskSecrets(message),
    stack: stack === undefined ? undefined : maskSecrets(stack),
    cause:
      error.cause === undefined || depth === MOST_CAUSES ? undefined : serializeError(error.cause, depth + 1),
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

/** @param destination where JSON lines go; standard output if not given */
export function createLog(level: string, destination?: DestinationStream): Log {
  const terminal = destination === undefined && process.stdout.isTTY;
  return new Log(
    pino(
      {
        level,
        base: undefined,
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: {
          level: (label) => ({ level: label }),
          log: (fields) =>
            Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, maskIfText(value)])),
        },
        serializers: { err: (error: unknown) => serializeError(error) },
        redact: {
          paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
          censor: '[redacted]',
        },
        hooks: {
          logMethod(args, method) {
            method.apply(this, args.map(maskIfText) as typeof args);
          },
        },
        ...(terminal ? { transport: { target: 'pino-pretty', options: { ignore: 'hostname' } } } : {}),
      },
      destination,
    ),
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
