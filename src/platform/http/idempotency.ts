import { type ExecutionContext, Injectable, createParamDecorator } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import { ConflictError, InvalidBodyError } from '../errors/app-error.js';
import { Upkeep } from '../queue/upkeep.js';
import type { WorkspaceContext } from '../workspace-context.js';
import { bodyBytesOf } from './json-body.js';

/** For how long a key's first answer is given again. */
const REMEMBERED = '24 hours';
const LONGEST_KEY = 255;

export interface IdempotentRequest {
  key: string;
  /** Of method, path and body: the same key with another request is a mistake. */
  sha256: Buffer;
}

/** The request's `Idempotency-Key`, or undefined. */
export const Idempotent = createParamDecorator(
  (_data: unknown, context: ExecutionContext): IdempotentRequest | undefined => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = request.headers['idempotency-key'];
    if (key === undefined) return undefined;
    if (typeof key !== 'string' || key.length === 0 || key.length > LONGEST_KEY) {
      throw new InvalidBodyError({ detail: `Idempotency-Key must have 1 to ${LONGEST_KEY} characters.` });
    }
    // As it came: of a route with names in its path each is another place.
    const [path] = request.url.split('?', 1);
    const sha256 = createHash('sha256')
      .update(`${request.method} ${path}\n`)
      .update(bodyBytesOf(request))
      .digest();
    return { key, sha256 };
  },
);

/** Answers a repeated request with the first one's answer, from the transaction that did the work. */
@Injectable()
export class Idempotency {
  constructor(@InjectDataSource() dataSource: DataSource, upkeep: Upkeep) {
    upkeep.add('old idempotency keys', () =>
      dataSource.query(`DELETE FROM idempotency_key WHERE created_at < clock_now() - $1::interval`, [
        REMEMBERED,
      ]),
    );
  }

  /**
   * Runs the work once per key. A second request at the same time waits for the first one's commit.
   * @throws ConflictError when the key belongs to another request
   */
  async once<T extends object>(
    ctx: WorkspaceContext,
    tx: EntityManager,
    request: IdempotentRequest | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    if (request === undefined) return work();
    const { workspaceId } = ctx;
    const claimed: unknown[] = await tx.query(
      `INSERT INTO idempotency_key AS k (workspace_id, key, body_sha256) VALUES ($1, $2, $3)
       ON CONFLICT (workspace_id, key) DO UPDATE SET body_sha256 = EXCLUDED.body_sha256, answer = NULL, created_at = clock_now()
       WHERE k.created_at < clock_now() - $4::interval RETURNING key`,
      [workspaceId, request.key, request.sha256, REMEMBERED],
    );
    if (claimed.length === 0) return this.firstAnswer<T>(ctx, tx, request);
    const answer = await work();
    await tx.query(`UPDATE idempotency_key SET answer = $3 WHERE workspace_id = $1 AND key = $2`, [
      workspaceId,
      request.key,
      JSON.stringify(answer),
    ]);
    return answer;
  }

  private async firstAnswer<T>(
    ctx: WorkspaceContext,
    tx: EntityManager,
    request: IdempotentRequest,
  ): Promise<T> {
    const rows: { body_sha256: Buffer; answer: T }[] = await tx.query(
      `SELECT body_sha256, answer FROM idempotency_key WHERE workspace_id = $1 AND key = $2`,
      [ctx.workspaceId, request.key],
    );
    const first = rows[0];
    if (first?.body_sha256.equals(request.sha256)) return first.answer;
    throw new ConflictError({
      detail:
        'This Idempotency-Key was used with another request in the last 24 hours. Take a new key for a new request.',
    });
  }
}
