import type { JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import type { Channel, Message } from '../workspace/model.js';
import { presentMessage } from '../workspace/present.js';

/** A message as tests see it: Slack's object and what Slack keeps to itself. */
export function describeMessage(channel: Channel, message: Message): JsonObject {
  return {
    ...presentMessage(channel, message, true),
    channel: channel.id,
    ...(message.ephemeralTo === undefined ? {} : { ephemeral_to: message.ephemeralTo }),
    edits: message.edits,
    revision: message.revision,
  };
}

/** Everything but the messages. Tokens are shown: they open nothing but this sandbox. */
export function describeState(slack: Slack): object {
  const { world, limiter, sender, events } = slack;
  return {
    revision: world.revision,
    log_seq: slack.log.seq,
    teams: [...world.teams.values()],
    users: [...world.users.values()].map((user) => ({ ...user, teamIds: user.teamIds && [...user.teamIds] })),
    channels: [...world.channels.values()].map((channel) => ({
      id: channel.id,
      team_id: channel.teamId,
      shared_team_ids: [...channel.sharedTeamIds],
      name: channel.name,
      kind: channel.kind,
      archived: channel.archived,
      members: [...channel.members],
      messages: channel.messages.length,
      revision: channel.revision,
    })),
    enterprises: [...world.enterprises.values()],
    user_groups: [...world.userGroups.values()],
    webhooks: [...world.webhooks.values()],
    apps: [...world.apps.values()],
    installations: [...world.installations.values()].map((installation) => ({
      ...installation,
      grantedTeamIds: [...installation.grantedTeamIds],
      userTokens: Object.fromEntries(installation.userTokens),
    })),
    tokens: [...world.tokens.values()],
    limits: limiter.settings,
    deliveries: { deadlineMs: sender.deadlineMs, retryDelaysMs: events.retryDelaysMs },
  };
}
