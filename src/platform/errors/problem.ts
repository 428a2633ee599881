import { HttpException } from '@nestjs/common';
import { STATUS_CODES } from 'node:http';
import { sqlStateOf } from '../database/sql-state.js';
import { AppError, type Fault, TooLargeError } from './app-error.js';

/** RFC 9457. `errors` lists each fault of a body with a JSON pointer. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: Fault[];
  /** Found again in the log beside what went wrong. */
  reference?: string;
}

const typeOf = (code: string) => `urn:switchboard:problem:${code}`;

/** character_not_in_repertoire: PostgreSQL's texts hold every character but this. */
const NUL_IN_TEXT = '22021';

/** Any thrown thing as a problem document. What we did not foresee tells the caller a reference and nothing else. */
export function problemOf(error: unknown, reference: string): Problem {
  if (error instanceof AppError) {
    return {
      type: typeOf(error.code),
      title: error.title,
      status: error.status,
      detail: error.message,
      ...(error.faults === undefined ? {} : { errors: error.faults }),
    };
  }
  const status = statusOf(error);
  if (status === 413) {
    return problemOf(new TooLargeError({ detail: 'A body may have 1 MiB at most.' }), reference);
  }
  if (status !== undefined && status < 500) {
    const title = STATUS_CODES[status] ?? 'Bad request';
    return { type: 'about:blank', title, status, detail: (error as Error).message };
  }
  if (sqlStateOf(error) === NUL_IN_TEXT) {
    const detail = 'Something in the address is a NUL character; nothing here has one in its name.';
    return { type: 'about:blank', title: 'Bad Request', status: 400, detail };
  }
  if (databaseIsAway(error)) {
    return {
      type: typeOf('unavailable'),
      title: 'Storage is not reachable for the moment',
      status: 503,
      detail: 'Nothing was stored and nothing was changed. Send the same request again in a few seconds.',
      reference,
    };
  }
  return {
    type: typeOf('internal'),
    title: 'Something went wrong on our side',
    status: status ?? 500,
    detail: `Nothing was changed. Try again; if it stays, give the operator this reference: ${reference}`,
    reference,
  };
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  // Fastify's own refusals. Others' errors have a statusCode too, of an answer that they got: it is not our caller's.
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  return typeof statusCode === 'number' && String(code).startsWith('FST_') ? statusCode : undefined;
}

/** What the driver says when there is no PostgreSQL to talk to: not our fault, not the caller's, and soon over. */
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '53300',
]);

function databaseIsAway(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && AWAY.has(code);
}
