import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Audit } from '../audit/index.js';
import { Envelope } from '../platform/crypto/envelope.js';
import { Transactions } from '../platform/database/transactions.js';

const AT_ONCE = 200;

export interface Rewrapped {
  /** Data keys that the keyring's current key wraps now. */
  rewrapped: number;
  /** The keyring's key that wraps all of them. */
  key: string;
}

/**
 * The data keys of installations, each of which seals all that the installation's workspaces keep secret (ADR 0009).
 * Rewrapping one changes neither it nor what it sealed: whoever reads meanwhile opens it with the old key or the new one.
 */
@Injectable()
export class DataKeys {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly envelope: Envelope,
    private readonly transactions: Transactions,
    private readonly audit: Audit,
  ) {}

  /** How many are wrapped by another key than the keyring's current one. */
  async stale(): Promise<number> {
    const rows: { count: number }[] = await this.dataSource.query(
      `SELECT count(*)::int AS count FROM installation WHERE split_part(data_key, '.', 2) <> $1`,
      [this.envelope.currentKeyId],
    );
    return rows[0].count;
  }

  /** Until none is left, those included that are made meanwhile. @throws SealBrokenError when the ring lacks a key */
  async rewrap(): Promise<Rewrapped> {
    const key = this.envelope.currentKeyId;
    for (let rewrapped = 0; ;) {
      const rows: { id: string; ownerId: string; dataKey: string }[] = await this.dataSource.query(
        `SELECT id, coalesce(team_id, enterprise_id) AS "ownerId", data_key AS "dataKey" FROM installation
         WHERE split_part(data_key, '.', 2) <> $1 ORDER BY id LIMIT ${AT_ONCE}`,
        [key],
      );
      if (rows.length === 0) return { rewrapped, key };
      for (const { id, ownerId, dataKey } of rows) {
        const fresh = this.envelope.rewrap(id, dataKey);
        rewrapped += await this.transactions.begin(async (tx) => {
          // Another run may have been here first.
          const [, count]: [unknown, number] = await tx.query(
            `UPDATE installation SET data_key = $3 WHERE id = $1 AND data_key = $2`,
            [id, dataKey, fresh],
          );
          const deed = {
            actor: 'operator',
            action: 'secrets.rewrapped',
            subject: ownerId,
            details: { key },
          } as const;
          if (count === 1) await this.audit.record({ workspaceId: ownerId }, tx, deed);
          return count;
        });
      }
    }
  }
}
