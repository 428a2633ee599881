import type { JsonObject } from '../json.js';
import type { UserGroup } from './model.js';

/** A user group as usergroups.* and the events show it (facts, section 18). */
export function presentUserGroup(group: UserGroup, include: { users: boolean; count: boolean }): JsonObject {
  return {
    id: group.id,
    team_id: group.teamId,
    is_usergroup: true,
    is_subteam: true,
    name: group.name,
    description: group.description,
    handle: group.handle,
    is_external: false,
    date_create: group.created,
    date_update: group.updated,
    date_delete: group.disabled,
    auto_type: null,
    auto_provision: false,
    enterprise_subteam_id: '',
    created_by: group.createdBy,
    updated_by: group.updatedBy,
    deleted_by: group.disabled === 0 ? null : group.updatedBy,
    prefs: { channels: group.channels, groups: [] },
    ...(include.users ? { users: group.users } : {}),
    ...(include.count ? { user_count: group.users.length } : {}),
  };
}
