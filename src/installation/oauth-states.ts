import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { createHash, randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { Upkeep } from '../platform/queue/upkeep.js';

/** As long as Slack's code lives. */
const LIFETIME = '10 minutes';
/** Spent states are remembered for a day, so that an old callback can be told what is wrong with it. */
const REMEMBERED = '1 day';

export type StateProblem = 'unknown' | 'used' | 'expired' | 'other-browser';

/** A state parameter that can't be taken. */
export class OAuthStateError extends Error {
  readonly code = 'oauth_state';

  constructor(readonly problem: StateProblem) {
    super(`The OAuth state is ${problem}`);
  }
}

export interface Walk {
  /** It was begun for an organisation as a whole. */
  organisation: boolean;
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest();

/**
 * Single-use states, bound to the browser that began, several tabs of it included. Hashed: whoever reads the table can't
 * finish somebody's installation.
 */
@Injectable()
export class OAuthStates {
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

  async begin(browser: string, walk: Walk): Promise<string> {
    const state = randomBytes(32).toString('base64url');
    await this.dataSource.query(
      `INSERT INTO oauth_state (state_sha256, browser_sha256, install_options, expires_at)
       VALUES ($1, $2, $3, clock_now() + $4::interval)`,
      [sha256(state), sha256(browser), JSON.stringify(walk), LIFETIME],
    );
    return state;
  }

  /** Spends the state: of a hundred callbacks at once, one gets through. @throws OAuthStateError */
  async spend(state: string, browser: string | undefined): Promise<Walk> {
    const [rows]: [{ walk: Walk }[], number] = await this.dataSource.query(
      `UPDATE oauth_state SET used_at = clock_now()
       WHERE state_sha256 = $1 AND browser_sha256 = $2 AND used_at IS NULL AND expires_at > clock_now()
       RETURNING install_options AS walk`,
      [sha256(state), sha256(browser ?? '')],
    );
    if (rows[0] === undefined) throw new OAuthStateError(await this.problemOf(state));
    return rows[0].walk;
  }

  private async problemOf(state: string): Promise<StateProblem> {
    const rows: { used: boolean; expired: boolean }[] = await this.dataSource.query(
      `SELECT used_at IS NOT NULL AS used, expires_at <= clock_now() AS expired FROM oauth_state WHERE state_sha256 = $1`,
      [sha256(state)],
    );
    const [row] = rows;
    if (row === undefined) return 'unknown';
    return row.used ? 'used' : row.expired ? 'expired' : 'other-browser';
  }
}
