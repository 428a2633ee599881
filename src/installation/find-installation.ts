import type { EntityManager } from 'typeorm';
import type { BotOwner } from '../slack/index.js';
import type { InstallationState } from './domain/installation-life.js';

export interface FoundInstallation {
  id: string;
  teamId: string | null;
  enterpriseId: string | null;
  dataKey: string;
  botToken: string | null;
  botTokenExpiresAt: Date | null;
  botId: string;
  botUserId: string;
  installerId: string | null;
  scopes: string[];
  state: InstallationState;
  now: Date;
}

/**
 * A working one first; then the workspace's own before its organisation's. What concerns an organisation as a whole has its
 * id in the workspace's place. Each branch is one look into an index.
 */
const FIND = `
  SELECT i.id, i.team_id AS "teamId", i.enterprise_id AS "enterpriseId", i.data_key AS "dataKey",
    i.bot_token AS "botToken", i.bot_token_expires_at AS "botTokenExpiresAt", i.bot_id AS "botId",
    i.bot_user_id AS "botUserId", i.installer_id AS "installerId", i.scopes, i.state, clock_now() AS now
  FROM (
    SELECT 1 AS rank, own.* FROM installation own WHERE own.team_id = $1
    UNION ALL
    SELECT 2, wide.* FROM workspace w JOIN installation wide ON wide.id = w.installation_id
    WHERE w.id = $1 AND w.ended_at IS NULL AND wide.team_id IS NULL
    UNION ALL
    SELECT 3, wide.* FROM installation wide WHERE wide.team_id IS NULL AND wide.enterprise_id = $2
      AND NOT EXISTS (
        SELECT FROM workspace w WHERE w.id = $1 AND w.installation_id = wide.id AND w.ended_at IS NOT NULL)
  ) i
  ORDER BY (i.state = 'active') DESC, rank LIMIT 1`;

/** A workspace's installation, in one query. */
export async function findInstallation(
  manager: EntityManager,
  { workspaceId, enterpriseId = workspaceId }: BotOwner,
): Promise<FoundInstallation | undefined> {
  const rows: FoundInstallation[] = await manager.query(FIND, [workspaceId, enterpriseId]);
  return rows[0];
}
