import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { InstallURLOptions, StateStore } from '@slack/oauth';
import { createHash, randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { Upkeep } from '../platform/queue/upkeep.js';

/** As long as Slack's code lives, and the library's state cookie. */
const LIFETIME = '10 minutes';
/** Spent states are remembered for a day, so that an old callback can be told what is wrong with it. */
const REMEMBERED = '1 day';

export type StateProblem = 'unknown' | 'used' | 'expired';

/** A state parameter that can't be taken. */
export class OAuthStateError extends Error {
  readonly code = 'oauth_state';

  constructor(readonly problem: StateProblem) {
    super(`The OAuth state is ${problem}`);
  }
}

const sha256 = (state: string) => createHash('sha256').update(state, 'utf8').digest();

/** Single-use states in PostgreSQL, hashed: whoever reads the table can't finish somebody's installation. */
@Injectable()
export class OAuthStates implements StateStore {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    upkeep: Upkeep,
  ) {
    upkeep.add('old OAuth states', () =>
      this.dataSource.query(`DELETE FROM oauth_state WHERE expires_at < clock_now() - $1::interval`, [
        REMEMBERED,
      ]),
    );
  }

  async generateStateParam(options: InstallURLOptions): Promise<string> {
    const state = randomBytes(32).toString('base64url');
    await this.dataSource.query(
      `INSERT INTO oauth_state (state_sha256, install_options, expires_at) VALUES ($1, $2, clock_now() + $3::interval)`,
      [sha256(state), JSON.stringify(options), LIFETIME],
    );
    return state;
  }

  /** Spends the state: of a hundred callbacks at once, one gets through. @throws OAuthStateError */
  async verifyStateParam(_now: Date, state: string): Promise<InstallURLOptions> {
    const [rows]: [{ install_options: InstallURLOptions }[], number] = await this.dataSource.query(
      `UPDATE oauth_state SET used_at = clock_now()
       WHERE state_sha256 = $1 AND used_at IS NULL AND expires_at > clock_now() RETURNING install_options`,
      [sha256(state)],
    );
    if (rows[0] === undefined) throw new OAuthStateError((await this.problemOf(state)) ?? 'unknown');
    return rows[0].install_options;
  }

  /** What is wrong with a state, or undefined when it could still be spent. */
  async problemOf(state: string): Promise<StateProblem | undefined> {
    const rows: { used: boolean; expired: boolean }[] = await this.dataSource.query(
      `SELECT used_at IS NOT NULL AS used, expires_at <= clock_now() AS expired FROM oauth_state WHERE state_sha256 = $1`,
      [sha256(state)],
    );
    const row = rows[0];
    if (row === undefined) return 'unknown';
    return row.used ? 'used' : row.expired ? 'expired' : undefined;
  }
}
