import { Injectable } from '@nestjs/common';
import {
  type RolePolicy,
  type RolePolicyDto,
  Roles,
  checkedPolicy,
  shownPolicy,
} from '../installation/index.js';
import { Routing, type RoutingDocument } from '../notifications/index.js';
import { Transactions } from '../platform/database/transactions.js';
import { ConflictError, InvalidBodyError } from '../platform/errors/app-error.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { inReadingOrder } from './domain/document-order.js';
import { documentIn } from './document-in.js';

/** What a workspace has configured, without a secret: webhooks go by name. */
export interface ExportedConfiguration {
  switchboard: 1;
  routes: RoutingDocument;
  roles: RolePolicyDto;
}

const SHAPE =
  'An exported configuration is an object with "switchboard": 1 and one or both of "routes" and "roles".';

@Injectable()
export class Configuration {
  constructor(
    private readonly routing: Routing,
    private readonly roles: Roles,
    private readonly transactions: Transactions,
  ) {}

  async export(ctx: WorkspaceContext): Promise<ExportedConfiguration> {
    const { document } = await this.routing.current(ctx);
    const routes = inReadingOrder(document);
    return { switchboard: 1, routes, roles: shownPolicy(await this.roles.policyOf(ctx)) };
  }

  /**
   * All of it or nothing; what it does not name stays.
   * @throws InvalidBodyError
   * @throws ConflictError when the person who imports it would be no admin any more
   */
  async import(ctx: WorkspaceContext, text: string, userId: string): Promise<void> {
    const { routes, roles } = partsIn(documentIn(text));
    const document = routes === undefined ? undefined : await this.routing.check(routes);
    const policy = roles === undefined ? undefined : await checkedPolicy(roles);
    if (policy !== undefined) await this.refuseLockingOut(ctx, policy, userId);
    const by = `user:${userId}` as const;
    await this.transactions.begin(async (tx) => {
      const within = { ...ctx, unit: { tx } };
      if (document !== undefined) await this.routing.apply(within, document, by);
      if (policy !== undefined) await this.roles.apply(within, policy, by);
    });
  }

  /** Whoever gives away the last admin's role here could not take it back here: one keeps one's own. */
  private async refuseLockingOut(ctx: WorkspaceContext, policy: RolePolicy, userId: string): Promise<void> {
    const { role } = await this.roles.roleUnder(ctx, policy, userId);
    if (role === 'admin') return;
    throw new ConflictError({
      detail: `These roles would take your own admin role from you; nothing was changed. Under "admins", keep "slack_admins": true or "installer": true, whichever makes you an admin, or name yourself: "users": ["${userId}"].`,
    });
  }
}

function partsIn(input: unknown): { routes?: unknown; roles?: object } {
  if (!isObject(input) || input.switchboard !== 1) throw new InvalidBodyError({ detail: SHAPE });
  const { switchboard: _version, routes, roles, ...unknown } = input;
  const [first] = Object.keys(unknown);
  if (first !== undefined) throw new InvalidBodyError({ detail: `${SHAPE} There is no "${first}".` });
  if (routes === undefined && roles === undefined) throw new InvalidBodyError({ detail: SHAPE });
  if (roles !== undefined && !isObject(roles)) {
    throw new InvalidBodyError({ detail: 'Roles are an object with "admins" and "operators".' });
  }
  return { routes, roles };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
