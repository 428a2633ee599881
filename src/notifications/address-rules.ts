import { Matches, ValidateBy } from 'class-validator';
import { isEmail, isPersonId } from '../delivery/index.js';

/** `#name`, or the id of a channel, a DM or a user. */
const CHANNEL = /^(#[^\s#,]{1,80}|[CDGUW][A-Z0-9]{5,})$/;

const CHANNEL_MESSAGE = '$property must be "#name" or a Slack id such as C0123456789';

export const IsChannel = () => Matches(CHANNEL, { message: CHANNEL_MESSAGE });

/** The same for a property whose other rules hold when it isn't there, too. */
export const IsChannelIfGiven = () =>
  ValidateBy({
    name: 'isChannelIfGiven',
    validator: {
      validate: (value: unknown) => value == null || (typeof value === 'string' && CHANNEL.test(value)),
      defaultMessage: () => CHANNEL_MESSAGE,
    },
  });

export const IsPerson = () =>
  ValidateBy({
    name: 'isPerson',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && (isPersonId(value) || isEmail(value)),
      defaultMessage: () =>
        '$property must be a person: a Slack id such as U0123456789, or an e-mail address',
    },
  });

/** What is asked for can't be together with something else in the same object. */
export const NotWith = (other: string, why: string) =>
  ValidateBy({
    name: `notWith_${other}`,
    constraints: [other],
    validator: {
      validate: (value: unknown, args) =>
        value == null || (args?.object as Record<string, unknown>)[other] == null,
      defaultMessage: () => `$property and ${other} exclude each other: ${why}`,
    },
  });

/** What is asked for needs something else in the same object. */
export const OnlyWith = (other: string, why: string) =>
  ValidateBy({
    name: `onlyWith_${other}`,
    constraints: [other],
    validator: {
      validate: (value: unknown, args) =>
        value == null || (args?.object as Record<string, unknown>)[other] != null,
      defaultMessage: () => `$property needs ${other}: ${why}`,
    },
  });
