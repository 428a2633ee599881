import { originIn } from '../deliveries/envelope.js';
import { objects, text, type JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import { formatTs } from './ids.js';
import type { Channel, Message } from './model.js';

/** How many an item and a person may have: Slack's help centre says 50 and 23 (*unverified*). */
export const MAX_DISTINCT = 50;
export const MAX_PER_PERSON = 23;

export type ReactionError =
  'already_reacted' | 'no_reaction' | 'invalid_name' | 'too_many_emoji' | 'too_many_reactions';

const NAME = /^[a-z0-9_'+-]{1,100}(::skin-tone-[2-6])?$/;

/** Adds or takes back `userId`'s reaction, and tells the apps that may see the channel. */
export function react(
  slack: Slack,
  channel: Channel,
  message: Message,
  name: string,
  userId: string,
  added: boolean,
): ReactionError | undefined {
  if (!NAME.test(name)) return 'invalid_name';
  const before = reactionsOf(message);
  const known = before.find((reaction) => reaction.name === name);
  const has = known?.users.includes(userId) === true;
  if (added && has) return 'already_reacted';
  if (!added && !has) return 'no_reaction';
  if (added && !known && before.length >= MAX_DISTINCT) return 'too_many_emoji';
  if (added && before.filter(({ users }) => users.includes(userId)).length >= MAX_PER_PERSON) {
    return 'too_many_reactions';
  }
  const users = added
    ? [...(known?.users ?? []), userId]
    : (known?.users ?? []).filter((id) => id !== userId);
  const after = known
    ? before.map((reaction) => (reaction.name === name ? { name, users } : reaction))
    : [...before, { name, users }];
  const kept = after.filter((reaction) => reaction.users.length > 0);
  const { reactions: _old, ...body } = message.body;
  message.body = {
    ...body,
    ...(kept.length > 0 ? { reactions: kept.map((one) => ({ ...one, count: one.users.length })) } : {}),
  };
  message.revision = slack.world.touch(channel);
  announce(slack, channel, message, {
    type: added ? 'reaction_added' : 'reaction_removed',
    user: userId,
    reaction: name,
  });
  return undefined;
}

function reactionsOf(message: Message): { name: string; users: string[] }[] {
  return objects(message.body.reactions).map(({ name, users }) => ({
    name: text(name),
    users: users as string[],
  }));
}

function announce(slack: Slack, channel: Channel, message: Message, event: JsonObject): void {
  const { world, events } = slack;
  const actor = world.users.get(text(event.user));
  for (const installation of world.installationsIn(channel)) {
    if (!installation.scopes.includes('reactions:read')) continue;
    if (!channel.members.has(installation.botUserId)) continue;
    const about = {
      ...event,
      item: { type: 'message', channel: channel.id, ts: message.ts },
      item_user: message.body.user,
      event_ts: formatTs(Math.floor(slack.timer.now() * 1000)),
    };
    events.emit(installation, about, originIn(world, installation, channel, actor?.teamId));
  }
}
