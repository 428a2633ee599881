import type { Role } from '../installation/index.js';

/** Where somebody typed, and what they may. */
export interface Typed {
  userId: string;
  channelId: string;
  /** As Slack tells it: a private one is called `privategroup`. */
  channelName: string;
  /** `acme` of `acme.slack.com`. */
  teamDomain: string;
  role: Role;
}

/** Of somebody who has it. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  member: 'a member',
  operator: 'an operator',
  admin: 'an admin',
};
