/** What Slack sent, read as JSON or as a form: anything may be missing, or be something else. */
export type SlackPayload = Readonly<Record<string, unknown>>;

/** Whose installation a payload is for. */
export interface Tenant {
  /** A team's id, `T…`; the organisation's own, `E…`, for what concerns it as a whole. */
  workspaceId: string;
  enterpriseId?: string;
  /** The organisation has installed the app, and Slack named no workspace but, at best, the person's own. */
  orgWide?: true;
}

const ID = /^[A-Z][A-Z0-9]{1,30}$/;

/** A Slack id, or nothing: what stands in a payload under an id's name may be anything. */
export const idIn = (value: unknown): string | undefined =>
  typeof value === 'string' && ID.test(value) ? value : undefined;

/** A payload's property where it is an object, else an empty one. */
export function objectIn(value: unknown): SlackPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as SlackPayload) : {};
}

/** A workspace's id, or nothing: an organisation's may stand where a workspace's is looked for. */
const teamIn = (value: unknown): string | undefined => {
  const id = idIn(value);
  return id?.startsWith('T') ? id : undefined;
};

/**
 * The workspace whose installation an event is for. `team_id` and `enterprise_id` are where the event happened: in a shared
 * channel that may be another company, and it has no say here while Slack names the installation.
 * @see https://docs.slack.dev/apis/events-api (authorizations), facts sheet section 2
 */
export function tenantOfEvent(payload: SlackPayload): Tenant | undefined {
  const authorized = Array.isArray(payload.authorizations)
    ? (payload.authorizations[0] as unknown)
    : undefined;
  const authorization = objectIn(authorized);
  const named = authorized !== undefined || teamIn(payload.context_team_id) !== undefined;
  const enterpriseId =
    idIn(authorization.enterprise_id) ??
    idIn(payload.context_enterprise_id) ??
    (named ? undefined : idIn(payload.enterprise_id));
  // An organisation's authorization names no workspace; the context does. Where that is missing as well, the origin
  // counts if it is the same organisation's.
  const isOurs = !named || (enterpriseId !== undefined && payload.enterprise_id === enterpriseId);
  const workspaceId =
    teamIn(authorization.team_id) ??
    teamIn(payload.context_team_id) ??
    (isOurs ? teamIn(payload.team_id) : undefined) ??
    // What concerns the organisation as a whole: its removal of the app, or which of its workspaces have it.
    enterpriseId ??
    // team_access_granted and _revoked may lack all of these; the first workspace that they name is as good as any.
    firstTeamIn(objectIn(payload.event).team_ids);
  return workspaceId === undefined ? undefined : tenant(workspaceId, enterpriseId);
}

const firstTeamIn = (ids: unknown) => (Array.isArray(ids) ? teamIn(ids[0]) : undefined);

/**
 * The workspace whose installation a click, a form or a command is for. Where an organisation has installed the app
 * `team` is null, and a view says for which workspace it was opened; the person's own workspace may be another one.
 * @see https://docs.slack.dev/interactivity/handling-user-interaction, facts sheet section 3
 */
export function tenantOfRequest(payload: SlackPayload): Tenant | undefined {
  const view = objectIn(payload.view);
  const named =
    teamIn(view.app_installed_team_id) ?? teamIn(objectIn(payload.team).id) ?? teamIn(payload.team_id);
  const enterpriseId =
    idIn(objectIn(payload.enterprise).id) ??
    idIn(objectIn(payload.team).enterprise_id) ??
    idIn(payload.enterprise_id);
  const workspaceId = named ?? teamIn(objectIn(payload.user).team_id) ?? teamIn(view.team_id);
  if (workspaceId === undefined) return undefined;
  return { ...tenant(workspaceId, enterpriseId), ...(named === undefined ? { orgWide: true } : {}) };
}

function tenant(workspaceId: string, enterpriseId: string | undefined): Tenant {
  return { workspaceId, ...(enterpriseId === undefined ? {} : { enterpriseId }) };
}
