import type { Json, JsonObject } from '../json.js';
import type { Team } from '../workspace/model.js';
import type { StoredFile } from './stored-file.js';

/** A file object. Until Slack has looked at it, its types are empty and it is shared nowhere (facts, section 17). */
export function presentFile(file: StoredFile, team: Team, publicUrl: string): JsonObject {
  const ready = file.stage === 'ready';
  const shares: Record<string, Record<string, Json>> = {};
  for (const share of ready ? file.shares : []) {
    const kind = share.public ? 'public' : 'private';
    (shares[kind] ??= {})[share.channelId] = [
      { ts: share.ts, reply_users: [], reply_count: 0, team_id: team.id },
    ];
  }
  const ids = (wanted: (id: string, isPublic: boolean) => boolean) =>
    ready
      ? file.shares.filter((share) => wanted(share.channelId, share.public)).map(({ channelId }) => channelId)
      : [];
  const url = `${publicUrl}/files-pri/${team.id}-${file.id}`;
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.filetype,
    pretty_type: file.prettyType,
    user: file.userId,
    user_team: team.id,
    editable: false,
    size: file.size,
    mode: file.snippetType === '' ? 'hosted' : 'snippet',
    is_external: false,
    external_type: '',
    is_public: ready && file.shares.some((share) => share.public),
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    file_access: 'visible',
    ...(file.altText === '' ? {} : { alt_txt: file.altText }),
    url_private: `${url}/${encodeURIComponent(file.name)}`,
    url_private_download: `${url}/download/${encodeURIComponent(file.name)}`,
    permalink: `https://${team.domain}.slack.com/files/${file.userId}/${file.id}/${encodeURIComponent(file.name)}`,
    shares,
    channels: ids((_id, isPublic) => isPublic),
    groups: ids((id, isPublic) => !isPublic && !id.startsWith('D')),
    ims: ids((id) => id.startsWith('D')),
    comments_count: 0,
    has_rich_preview: false,
  };
}
