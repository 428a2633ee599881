import { type Role, isAtLeast } from '../installation/index.js';
import { ForbiddenError } from '../platform/errors/app-error.js';

/**
 * Who is of another company may share a channel, and learns nothing of this one.
 * @throws ForbiddenError that says so politely
 */
export function mustBelong(role: Role | undefined, command: string): asserts role is Role {
  if (role !== undefined && isAtLeast(role, 'member')) return;
  throw new ForbiddenError({
    detail: `Sorry, \`${command}\` is for people of the company that runs this app. Ask somebody of theirs in this channel.`,
  });
}
