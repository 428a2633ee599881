/** What Slack sent, read as JSON or as a form: anything may be missing, or be something else. */
export type SlackPayload = Readonly<Record<string, unknown>>;

/** Whose installation a payload is for. */
export interface Tenant {
  workspaceId: string;
  enterpriseId?: string;
}

const ID = /^[A-Z][A-Z0-9]{1,30}$/;

/** A Slack id, or nothing: what stands in a payload under an id's name may be anything. */
export const idIn = (value: unknown): string | undefined =>
  typeof value === 'string' && ID.test(value) ? value : undefined;

/** A payload's property where it is an object, else an empty one. */
export function objectIn(value: unknown): SlackPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as SlackPayload) : {};
}

/**
 * The workspace whose installation an event is for. `team_id` is where the event happened: in a shared channel that may be
 * another company, and it has no say here while Slack names the installation.
 * @see https://docs.slack.dev/apis/events-api (authorizations), facts sheet section 2
 */
export function tenantOfEvent(payload: SlackPayload): Tenant | undefined {
  const authorization = objectIn(
    Array.isArray(payload.authorizations) ? payload.authorizations[0] : undefined,
  );
  const event = objectIn(payload.event);
  const workspaceId =
    idIn(authorization.team_id) ??
    // An organisation's authorization names no workspace; the context does.
    idIn(payload.context_team_id) ??
    idIn(payload.team_id) ??
    // team_access_granted and _revoked may lack all of these; the first workspace that they name is as good as any.
    idIn(Array.isArray(event.team_ids) ? event.team_ids[0] : undefined);
  if (workspaceId === undefined) return undefined;
  return tenant(
    workspaceId,
    authorization.enterprise_id ?? payload.context_enterprise_id ?? payload.enterprise_id,
  );
}

/**
 * The workspace whose installation a click, a form or a command is for. Where an organisation has installed the app
 * `team` is null, and a view says for which workspace it was opened; the person's own workspace may be another one.
 * @see https://docs.slack.dev/interactivity/handling-user-interaction, facts sheet section 3
 */
export function tenantOfRequest(payload: SlackPayload): Tenant | undefined {
  const view = objectIn(payload.view);
  const workspaceId =
    idIn(view.app_installed_team_id) ??
    idIn(objectIn(payload.team).id) ??
    idIn(payload.team_id) ??
    idIn(objectIn(payload.user).team_id) ??
    idIn(view.team_id);
  if (workspaceId === undefined) return undefined;
  return tenant(
    workspaceId,
    objectIn(payload.enterprise).id ?? objectIn(payload.team).enterprise_id ?? payload.enterprise_id,
  );
}

function tenant(workspaceId: string, enterprise: unknown): Tenant {
  const enterpriseId = idIn(enterprise);
  return { workspaceId, ...(enterpriseId === undefined ? {} : { enterpriseId }) };
}
