import {
  type ArgumentMetadata,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  type PipeTransform,
  SetMetadata,
  ValidationPipe,
  type ValidationPipeOptions,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { InvalidBodyError } from '../errors/app-error.js';
import { faultsOf } from '../errors/faults.js';

export const BODY_LIMIT = 1024 * 1024;

const RAW_BODY = 'switchboard:raw-body';

/** The handler takes the body's bytes as they came (a Buffer): what is signed is the bytes. */
export const RawBody = () => SetMetadata(RAW_BODY, true);

/**
 * Bodies stay bytes until the guards have passed, so that a stranger learns nothing about how we parse,
 * and signatures are checked on what was sent.
 */
export function keepBodiesRaw(app: NestFastifyApplication) {
  for (const type of ['application/json', 'application/x-www-form-urlencoded', '*']) {
    app.useBodyParser(type, { bodyLimit: BODY_LIMIT }, (_request, body, done) => done(null, body));
  }
}

/** Reads JSON after the guards; routes marked @RawBody() keep the bytes. */
@Injectable()
export class JsonBodyInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler) {
    // Slack's handlers are reached through interceptors too.
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const raw = this.reflector.getAllAndOverride<boolean | undefined>(RAW_BODY, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (raw !== true && Buffer.isBuffer(request.body)) {
      BYTES.set(request, request.body);
      request.body = parseJson(request.body);
    }
    return next.handle();
  }
}

const BYTES = new WeakMap<FastifyRequest, Buffer>();

/** A body's bytes as they came, also after it was read as JSON. */
export const bodyBytesOf = (request: FastifyRequest): Buffer => BYTES.get(request) ?? Buffer.alloc(0);

/** @throws InvalidBodyError */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value = parseStorable(text);
    if (isTooDeep(value)) throw new Error(`nested deeper than ${DEEPEST} levels`);
    return value;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidBodyError({
      detail: `The body is not usable JSON: ${reason}`,
      faults: [{ pointer: '', detail: reason }],
      cause: error,
    });
  }
}

/** JSON whose texts PostgreSQL can store. @throws SyntaxError */
export function parseStorable(text: string): unknown {
  return UNSTORABLE_ESCAPE.test(text) ? JSON.parse(text, withStorableTexts) : JSON.parse(text);
}

/** Far more than any format has; what walks through values calls itself for each level. */
const DEEPEST = 64;

export function isTooDeep(value: unknown): boolean {
  let layer = [value];
  for (let depth = 0; layer.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    layer = layer.flatMap((one) =>
      typeof one === 'object' && one !== null ? (Object.values(one) as unknown[]) : [],
    );
  }
  return false;
}

/** NUL and halves of surrogate pairs: PostgreSQL stores neither. Only an escape can bring them through JSON and UTF-8. */
const UNSTORABLE_ESCAPE = /\\u(?:0000|d[89a-f])/i;
const storable = (text: string) => text.replace(/[\0\p{Surrogate}]/gu, '\uFFFD');

function withStorableTexts(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]): [string, unknown] => [storable(key), one]),
  );
}

const FOREIGN_FORMAT = 'switchboard:foreign-format';

/** A body in a format that others own: what we don't know is dropped, since their next version adds to it. */
export const ForeignFormat = (): ClassDecorator => (target) =>
  Reflect.defineMetadata(FOREIGN_FORMAT, true, target);

/** Bodies are whole or refused: unknown properties are faults (but for foreign formats), and all faults are named at once. */
@Injectable()
export class BodyValidation implements PipeTransform {
  private readonly strict = validation({ forbidNonWhitelisted: true });
  private readonly lenient = validation({});

  transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const foreign = metadata.metatype !== undefined && Reflect.hasMetadata(FOREIGN_FORMAT, metadata.metatype);
    return (foreign ? this.lenient : this.strict).transform(value, metadata) as Promise<unknown>;
  }
}

function validation(options: ValidationPipeOptions) {
  return new ValidationPipe({
    ...options,
    transform: true,
    whitelist: true,
    forbidUnknownValues: true,
    exceptionFactory: (errors) => {
      const faults = faultsOf(errors);
      return new InvalidBodyError({
        detail: `The body has ${faults.length === 1 ? 'a mistake' : `${faults.length} mistakes`}; "errors" names each.`,
        faults,
      });
    },
  });
}
