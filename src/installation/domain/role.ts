/** What somebody may do: an admin all that an operator may, an operator all that a member may. */
export const ROLES = ['member', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Where a role comes from; any of them is enough. */
export interface RoleSources {
  /** Whoever installed the app first. */
  installer?: boolean;
  /** Slack's owners and admins of the workspace. */
  slackAdmins?: boolean;
  /** Every full member of the workspace. */
  everyone?: boolean;
  /** Ids, `U…`. */
  users?: string[];
  /** Ids of user groups, `S…`. */
  userGroups?: string[];
}

export interface RolePolicy {
  admins: RoleSources;
  operators: RoleSources;
}

/** Until an admin says otherwise. */
export const DEFAULT_ROLES: RolePolicy = {
  admins: { installer: true, slackAdmins: true },
  operators: {},
};

/** How somebody stands to the workspace. */
export type Standing =
  | 'full'
  | 'guest'
  /** Of another company, in a shared channel. */
  | 'stranger'
  | 'bot'
  | 'deactivated'
  /** Slack could not be asked. */
  | 'unknown';

export interface Person {
  id: string;
  standing: Standing;
  isInstaller: boolean;
  isSlackAdmin: boolean;
  /** Of the groups that the policy names, those that the person is in. */
  userGroups: readonly string[];
}

export interface RoleDecision {
  /** undefined for whom nothing is allowed. */
  role?: Role;
  /** A sentence for people. */
  why: string;
}

const NOBODY: Partial<Record<Standing, string>> = {
  stranger: 'belongs to another company',
  bot: 'is a bot',
  deactivated: 'is deactivated in Slack',
};

/** The one place where it is decided. Guests get a role above member only by name or group. */
export function decideRole({ admins, operators }: RolePolicy, person: Person): RoleDecision {
  const barred = NOBODY[person.standing];
  if (barred !== undefined) return { why: barred };
  const admin = sourceOf(admins, person);
  if (admin !== undefined) return { role: 'admin', why: admin };
  const operator = sourceOf(operators, person);
  if (operator !== undefined) return { role: 'operator', why: operator };
  return {
    role: 'member',
    why:
      person.standing === 'unknown'
        ? 'Slack could not be asked; nothing names them'
        : 'nothing gives them more',
  };
}

/** Whether a role is enough for what needs another. */
export const isAtLeast = (role: Role | undefined, needed: Role) =>
  role !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(needed);

function sourceOf(sources: RoleSources, person: Person): string | undefined {
  if (sources.users?.includes(person.id)) return 'is listed by name';
  const group = sources.userGroups?.find((id) => person.userGroups.includes(id));
  if (group !== undefined) return `is in the user group ${group}`;
  if (person.standing === 'guest') return undefined;
  if (sources.installer === true && person.isInstaller) return 'installed the app';
  if (sources.slackAdmins === true && person.isSlackAdmin) return 'is an admin of the workspace in Slack';
  if (sources.everyone === true && person.standing === 'full') return 'is a member of the workspace';
  return undefined;
}
