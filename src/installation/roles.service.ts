import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { LRUCache } from 'lru-cache';
import { DataSource } from 'typeorm';
import { type Actor, Audit } from '../audit/index.js';
import { Transactions } from '../platform/database/transactions.js';
import { Log } from '../platform/logging/log.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { SlackClients } from '../slack/index.js';
import {
  DEFAULT_ROLES,
  type Person,
  type RoleDecision,
  type RolePolicy,
  type Standing,
  decideRole,
} from './domain/role.js';
import { findInstallation } from './find-installation.js';

const KNOWN_MS = 60_000;
const MOST_PEOPLE = 10_000;
const MOST_GROUPS = 1_000;

type Facts = Pick<Person, 'standing' | 'isSlackAdmin'>;

/** Who may do what: from the installer, Slack's admins, user groups or a list, as the workspace's policy says. */
@Injectable()
export class Roles {
  private readonly people = new LRUCache<string, Facts>({ max: MOST_PEOPLE, ttl: KNOWN_MS });
  private readonly groups = new LRUCache<string, readonly string[]>({ max: MOST_GROUPS, ttl: KNOWN_MS });

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly clients: SlackClients,
    private readonly audit: Audit,
    private readonly log: Log,
  ) {}

  async policyOf({ workspaceId }: WorkspaceContext): Promise<RolePolicy> {
    const rows: { policy: RolePolicy }[] = await this.dataSource.query(
      `SELECT policy FROM role_policy WHERE workspace_id = $1`,
      [workspaceId],
    );
    return rows[0]?.policy ?? DEFAULT_ROLES;
  }

  async apply(ctx: WorkspaceContext, policy: RolePolicy, by: Actor): Promise<RolePolicy> {
    await this.transactions.run(ctx, async (tx) => {
      await tx.query(
        `INSERT INTO role_policy (workspace_id, policy, applied_by) VALUES ($1, $2, $3)
         ON CONFLICT (workspace_id) DO UPDATE SET policy = EXCLUDED.policy, applied_by = EXCLUDED.applied_by,
           applied_at = clock_now()`,
        [ctx.workspaceId, JSON.stringify(policy), by],
      );
      await this.audit.record(ctx, tx, {
        actor: by,
        action: 'roles.applied',
        subject: ctx.workspaceId,
        details: { admins: { ...policy.admins }, operators: { ...policy.operators } },
      });
    });
    return policy;
  }

  /** What Slack knows of a person is a minute old at most. While Slack can't be asked, names alone count. */
  async roleOf(ctx: WorkspaceContext, userId: string): Promise<RoleDecision> {
    return this.roleUnder(ctx, await this.policyOf(ctx), userId);
  }

  /** What a policy that does not count yet would make of a person. */
  async roleUnder(ctx: WorkspaceContext, policy: RolePolicy, userId: string): Promise<RoleDecision> {
    const found = await findInstallation(this.dataSource.manager, ctx);
    const facts = await this.factsOf(ctx, userId);
    const named = [...(policy.admins.userGroups ?? []), ...(policy.operators.userGroups ?? [])];
    const userGroups = [];
    for (const group of new Set(named)) {
      if ((await this.membersOf(ctx, group)).includes(userId)) userGroups.push(group);
    }
    return decideRole(policy, {
      id: userId,
      isInstaller: found?.installerId === userId,
      userGroups,
      ...facts,
    });
  }

  /** A minute old at most; `unknown` while Slack can't be asked. */
  async standingOf(ctx: WorkspaceContext, userId: string): Promise<Standing> {
    return (await this.factsOf(ctx, userId)).standing;
  }

  private async factsOf(ctx: WorkspaceContext, userId: string): Promise<Facts> {
    const key = `${ctx.workspaceId} ${userId}`;
    const known = this.people.get(key);
    if (known !== undefined) return known;
    try {
      const { users } = await this.clients.of(ctx);
      const { user = {} } = await users.info({ user: userId });
      const facts = {
        standing: standingOf(ctx, user),
        isSlackAdmin: user.is_admin === true || user.is_owner === true,
      };
      this.people.set(key, facts);
      return facts;
    } catch (err) {
      this.log.warn(
        { err, workspace: ctx.workspaceId, user: userId },
        'Slack could not be asked who somebody is',
      );
      return { standing: 'unknown', isSlackAdmin: false };
    }
  }

  private async membersOf(ctx: WorkspaceContext, group: string): Promise<readonly string[]> {
    const key = `${ctx.workspaceId} ${group}`;
    const known = this.groups.get(key);
    if (known !== undefined) return known;
    try {
      const { usergroups } = await this.clients.of(ctx);
      const { users = [] } = await usergroups.users.list({ usergroup: group });
      this.groups.set(key, users);
      return users;
    } catch (err) {
      this.log.warn(
        { err, workspace: ctx.workspaceId, group },
        'Slack could not be asked who is in a user group',
      );
      return [];
    }
  }
}

interface SlackUser {
  team_id?: string;
  deleted?: boolean;
  is_bot?: boolean;
  is_restricted?: boolean;
  is_ultra_restricted?: boolean;
  enterprise_user?: { teams?: string[] };
}

function standingOf({ workspaceId }: WorkspaceContext, user: SlackUser): Standing {
  if (user.deleted === true) return 'deactivated';
  if (user.is_bot === true) return 'bot';
  if (user.team_id !== workspaceId && user.enterprise_user?.teams?.includes(workspaceId) !== true)
    return 'stranger';
  return user.is_restricted === true || user.is_ultra_restricted === true ? 'guest' : 'full';
}
