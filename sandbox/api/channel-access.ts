import type { Channel, ChannelKind } from '../workspace/model.js';
import { ApiError, type ApiCall } from './api-call.js';

/** The scope that shows a conversation of this kind. */
export const READ_SCOPE: Record<ChannelKind, string> = {
  public: 'channels:read',
  private: 'groups:read',
  im: 'im:read',
  mpim: 'mpim:read',
};
export const CHANNEL_READ_SCOPES = Object.values(READ_SCOPE);

/** The scopes of which one lets a token change a conversation of this kind: its bot's, or a person's. */
export const MANAGE_SCOPES: Record<ChannelKind, readonly string[]> = {
  public: ['channels:manage', 'channels:write'],
  private: ['groups:write'],
  im: ['im:write'],
  mpim: ['mpim:write'],
};
export const CHANNEL_MANAGE_SCOPES = Object.values(MANAGE_SCOPES).flat();

const KIND_OF_TYPE: Record<string, ChannelKind> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'im',
  mpim: 'mpim',
};

export function isDirect({ kind }: Channel): boolean {
  return kind === 'im' || kind === 'mpim';
}

export function unsupported(): ApiError {
  return new ApiError('method_not_supported_for_channel_type');
}

/** The conversations that `types` and `exclude_archived` name and the caller may see; public channels by default. */
export function listedChannels(call: ApiCall): Channel[] {
  const types = (call.string('types') || 'public_channel').split(',').map((type) => type.trim());
  const kinds = types.map((type) => {
    if (!Object.hasOwn(KIND_OF_TYPE, type)) throw new ApiError('invalid_types');
    return KIND_OF_TYPE[type];
  });
  for (const kind of kinds) call.need(READ_SCOPE[kind]);
  return call.slack.world
    .channelsOf(call.workspace.id)
    .filter((channel) => kinds.includes(channel.kind))
    .filter((channel) => channel.kind === 'public' || channel.members.has(call.caller.token.userId))
    .filter((channel) => !(call.boolean('exclude_archived') && channel.archived));
}

/** The channel named by `channel`, where the token may change conversations of its kind. */
export function managedChannel(call: ApiCall): Channel {
  const channel = call.channel(call.required('channel'));
  call.need(...MANAGE_SCOPES[channel.kind]);
  return channel;
}

/** The same, where the caller must also be in it and it must still be open. */
export function ownChannel(call: ApiCall): Channel {
  const channel = managedChannel(call);
  if (isDirect(channel)) throw unsupported();
  if (!channel.members.has(call.caller.token.userId)) throw new ApiError('not_in_channel');
  if (channel.archived) throw new ApiError('is_archived');
  return channel;
}
