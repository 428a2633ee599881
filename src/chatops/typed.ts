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
