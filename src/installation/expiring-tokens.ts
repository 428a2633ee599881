import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { Envelope } from '../platform/crypto/envelope.js';
import type { GrantedToken } from './domain/grant.js';
import { CLAIM_MS, LEAST_LEFT_MS, REFRESH_AHEAD_MS } from './domain/token-life.js';
import {
  botRefreshTokenPlace,
  botTokenPlace,
  userRefreshTokenPlace,
  userTokenPlace,
} from './sealed-places.js';

/** Whose token: an installation's bot's, or a person's in it. */
export interface TokenHolder {
  installationId: string;
  userId?: string;
}

/** A token that is ours to refresh, until the claim runs out. */
export interface ClaimedToken extends TokenHolder {
  claim: string;
  /** The team, or the organisation. */
  ownerId: string;
  refreshToken: string;
  expiresAt: Date;
  now: Date;
}

interface ClaimedRow {
  installationId: string;
  userId: string | null;
  ownerId: string;
  dataKey: string;
  refreshToken: string;
  expiresAt: Date;
  now: Date;
}

const DUE = `expires <= clock_now() + $2::int * interval '1 millisecond'
  AND (refresh_after IS NULL OR refresh_after <= clock_now())`;
const CLAIM = `refresh_claim = $1, refresh_after = clock_now() + interval '${CLAIM_MS} milliseconds'`;
const CLAIMED = `coalesce(i.team_id, i.enterprise_id) AS "ownerId", i.data_key AS "dataKey", clock_now() AS now`;

const CLAIM_BOTS = `
  WITH due AS (
    SELECT id FROM installation
    WHERE state IN ('active', 'disabled') AND bot_refresh_token IS NOT NULL AND (state = 'active' OR id = $4)
      AND ($4::uuid IS NULL OR id = $4) AND ${DUE.replace('expires', 'bot_token_expires_at')}
    ORDER BY bot_token_expires_at LIMIT $3 FOR UPDATE SKIP LOCKED)
  UPDATE installation i SET ${CLAIM} FROM due WHERE i.id = due.id
  RETURNING i.id AS "installationId", NULL AS "userId", i.bot_refresh_token AS "refreshToken",
    i.bot_token_expires_at AS "expiresAt", ${CLAIMED}`;

const CLAIM_PEOPLE = `
  WITH due AS (
    SELECT u.installation_id, u.user_id FROM user_token u JOIN installation i ON i.id = u.installation_id
    WHERE i.state = 'active' AND u.refresh_token IS NOT NULL
      AND ($4::uuid IS NULL OR u.installation_id = $4) AND ($5::text IS NULL OR u.user_id = $5)
      AND ${DUE.replace('expires', 'u.expires_at').replaceAll('refresh_after', 'u.refresh_after')}
    ORDER BY u.expires_at LIMIT $3 FOR UPDATE OF u SKIP LOCKED)
  UPDATE user_token u SET ${CLAIM} FROM due, installation i
  WHERE u.installation_id = due.installation_id AND u.user_id = due.user_id AND i.id = u.installation_id
  RETURNING u.installation_id AS "installationId", u.user_id AS "userId", u.refresh_token AS "refreshToken",
    u.expires_at AS "expiresAt", ${CLAIMED}`;

/** The rows of tokens that expire: who refreshes one claims it first, for all processes. */
@Injectable()
export class ExpiringTokens {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly envelope: Envelope,
  ) {}

  /** Those that have less than three hours left, the most urgent first. */
  async claimDue(claim: string, most: number): Promise<ClaimedToken[]> {
    const bots = await this.claim(CLAIM_BOTS, [claim, REFRESH_AHEAD_MS, most, null]);
    const people = await this.claim(CLAIM_PEOPLE, [claim, REFRESH_AHEAD_MS, most, null, null]);
    return [...bots, ...people];
  }

  /** One that is needed now, if it is spent and nobody else has it in hand. */
  async claimSpent(
    claim: string,
    { installationId, userId }: TokenHolder,
  ): Promise<ClaimedToken | undefined> {
    const found =
      userId === undefined
        ? await this.claim(CLAIM_BOTS, [claim, LEAST_LEFT_MS, 1, installationId])
        : await this.claim(CLAIM_PEOPLE, [claim, LEAST_LEFT_MS, 1, installationId, userId]);
    return found[0];
  }

  /** @returns whether the claim still held: else the token was granted anew since, and this one is of no use */
  async store(tx: EntityManager, held: ClaimedToken, granted: GrantedToken): Promise<boolean> {
    const { installationId, userId, claim } = held;
    const rows: { dataKey: string }[] = await tx.query(
      `SELECT data_key AS "dataKey" FROM installation WHERE id = $1`,
      [installationId],
    );
    if (rows[0] === undefined) return false;
    const { dataKey } = rows[0];
    const [token, refresh] =
      userId === undefined
        ? [botTokenPlace(installationId), botRefreshTokenPlace(installationId)]
        : [userTokenPlace(installationId, userId), userRefreshTokenPlace(installationId, userId)];
    const values = [
      installationId,
      claim,
      this.envelope.encrypt(dataKey, token, granted.token),
      granted.refreshToken === undefined
        ? null
        : this.envelope.encrypt(dataKey, refresh, granted.refreshToken),
      granted.expiresInS ?? null,
    ];
    const done = `refresh_claim = NULL, refresh_after = NULL, refresh_error = NULL`;
    const [, count]: [unknown, number] =
      userId === undefined
        ? await tx.query(
            `UPDATE installation SET bot_token = $3, bot_refresh_token = $4, updated_at = clock_now(),
               bot_token_expires_at = clock_now() + $5::int * interval '1 second', ${done}
             WHERE id = $1 AND refresh_claim = $2 AND state IN ('active', 'disabled')`,
            values,
          )
        : await tx.query(
            `UPDATE user_token SET token = $3, refresh_token = $4,
               expires_at = clock_now() + $5::int * interval '1 second', ${done}
             WHERE installation_id = $1 AND refresh_claim = $2 AND user_id = $6`,
            [...values, userId],
          );
    return count === 1;
  }

  /** Lets go of it; nobody tries again before. @returns whether the claim still held */
  async fail(held: ClaimedToken, error: string, againAfterMs: number): Promise<boolean> {
    const table = held.userId === undefined ? 'installation' : 'user_token';
    const key =
      held.userId === undefined ? 'id = $1 AND $5::text IS NULL' : 'installation_id = $1 AND user_id = $5';
    const [, count]: [unknown, number] = await this.dataSource.query(
      `UPDATE ${table} SET refresh_claim = NULL, refresh_error = $3,
         refresh_after = clock_now() + $4::int * interval '1 millisecond'
       WHERE ${key} AND refresh_claim = $2`,
      [held.installationId, held.claim, error, againAfterMs, held.userId ?? null],
    );
    return count === 1;
  }

  /** How a token stands that somebody may be refreshing; undefined where it is gone. */
  async look({ installationId, userId }: TokenHolder) {
    const rows: { expiresAt: Date | null; error: string | null; now: Date }[] = await this.dataSource.query(
      userId === undefined
        ? `SELECT bot_token_expires_at AS "expiresAt", refresh_error AS error, clock_now() AS now
           FROM installation WHERE id = $1 AND bot_token IS NOT NULL AND $2::text IS NULL`
        : `SELECT expires_at AS "expiresAt", refresh_error AS error, clock_now() AS now
           FROM user_token WHERE installation_id = $1 AND user_id = $2`,
      [installationId, userId ?? null],
    );
    return rows[0];
  }

  private async claim(sql: string, values: [string, ...unknown[]]): Promise<ClaimedToken[]> {
    const [rows]: [ClaimedRow[], number] = await this.dataSource.query(sql, values);
    return rows.map(({ userId, dataKey, refreshToken, ...row }) => {
      const place =
        userId === null
          ? botRefreshTokenPlace(row.installationId)
          : userRefreshTokenPlace(row.installationId, userId);
      return {
        ...row,
        claim: values[0],
        ...(userId === null ? {} : { userId }),
        refreshToken: this.envelope.decrypt(dataKey, place, refreshToken),
      };
    });
  }
}
