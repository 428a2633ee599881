import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { createHash, randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { Upkeep } from '../platform/queue/upkeep.js';

const LIFETIME = '1 hour';
export const SETUP_SECONDS = 3_600;
const MOST_KEYS = 3;

export interface SetupSession {
  /** In the browser's cookie alone; here it is hashed. */
  token: string;
  installationId: string;
  userId: string;
  /** Of the last test card that was sent from these pages. */
  testCard: string | null;
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest();

/**
 * The browser that has just installed may take the first steps for an hour, before anybody has signed in anywhere. One browser
 * may install in several workspaces, in as many tabs: each installation has a session of its own.
 */
@Injectable()
export class SetupSessions {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    upkeep: Upkeep,
  ) {
    upkeep.add('old setup sessions', () =>
      this.dataSource.query(`DELETE FROM setup_session WHERE expires_at < clock_now()`),
    );
  }

  /** @returns the token for the browser's cookie */
  async begin(installationId: string, userId: string): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await this.dataSource.query(
      `INSERT INTO setup_session (token_sha256, installation_id, user_id, expires_at)
       VALUES ($1, $2, $3, clock_now() + $4::interval)`,
      [sha256(token), installationId, userId, LIFETIME],
    );
    return token;
  }

  async find(token: string): Promise<SetupSession | undefined> {
    const rows: Omit<SetupSession, 'token'>[] = await this.dataSource.query(
      `SELECT s.installation_id AS "installationId", s.user_id AS "userId", s.test_card AS "testCard"
       FROM setup_session s JOIN installation i ON i.id = s.installation_id
       WHERE s.token_sha256 = $1 AND s.expires_at > clock_now() AND i.state = 'active'`,
      [sha256(token)],
    );
    return rows[0] && { token, ...rows[0] };
  }

  /** Those of a browser's tokens that still count, in their order. */
  async these(tokens: string[]): Promise<SetupSession[]> {
    const found = await Promise.all(tokens.map((token) => this.find(token)));
    return found.filter((session) => session !== undefined);
  }

  /** A key more: whether these pages still give one. */
  async countKey({ token }: SetupSession): Promise<boolean> {
    const [, count]: [unknown, number] = await this.dataSource.query(
      `UPDATE setup_session SET keys_made = keys_made + 1 WHERE token_sha256 = $1 AND keys_made < $2`,
      [sha256(token), MOST_KEYS],
    );
    return count === 1;
  }

  async noteTestCard({ token }: SetupSession, card: string): Promise<void> {
    await this.dataSource.query(`UPDATE setup_session SET test_card = $2 WHERE token_sha256 = $1`, [
      sha256(token),
      card,
    ]);
  }
}
