import { tenantOfEvent, tenantOfRequest } from './tenant.js';

/** As the envelopes of one workspace's installation come, but for what a test says otherwise. */
const envelope = (changes: object = {}) => ({
  team_id: 'T1ACME',
  api_app_id: 'A1',
  event: { type: 'app_mention', team: 'T1ACME', channel: 'C1' },
  authorizations: [
    { enterprise_id: null, team_id: 'T1ACME', user_id: 'UBOT1', is_bot: true, is_enterprise_install: false },
  ],
  context_team_id: 'T1ACME',
  context_enterprise_id: null,
  ...changes,
});

const orgWide = { enterprise_id: 'E1ACME', team_id: null, user_id: 'UBOT1', is_bot: true, is_enterprise_install: true }; // prettier-ignore

describe('An event is for the workspace', () => {
  it('that has installed the app', () => {
    expect(tenantOfEvent(envelope())).toEqual({ workspaceId: 'T1ACME' });
  });

  it('that is authorised, not the one in which it happened (Slack Connect)', () => {
    expect(tenantOfEvent(envelope({ team_id: 'T2OTHER' }))).toEqual({ workspaceId: 'T1ACME' });
  });

  it('and never for the organisation of another company that it comes from', () => {
    const fromGrid = envelope({ team_id: 'T2OTHER', enterprise_id: 'E2OTHER' });
    expect(tenantOfEvent(fromGrid)).toEqual({ workspaceId: 'T1ACME' });
  });

  it('of the context, where the organisation is authorised', () => {
    const grid = envelope({
      team_id: 'T2OTHER',
      enterprise_id: 'E2OTHER',
      authorizations: [orgWide],
      context_team_id: 'T1LABS',
      context_enterprise_id: 'E1ACME',
    });
    expect(tenantOfEvent(grid)).toEqual({ workspaceId: 'T1LABS', enterpriseId: 'E1ACME' });
  });

  it('of its origin, where there is no context and it is the organisation’s own', () => {
    const own = { team_id: 'T1LABS', enterprise_id: 'E1ACME', authorizations: [orgWide], event: {} };
    expect(tenantOfEvent(own)).toEqual({ workspaceId: 'T1LABS', enterpriseId: 'E1ACME' });
    const foreign = { ...own, team_id: 'T2OTHER', enterprise_id: 'E2OTHER' };
    expect(tenantOfEvent(foreign)).toEqual({ workspaceId: 'E1ACME', enterpriseId: 'E1ACME' });
  });

  it('or for the organisation that gave workspaces access; for the first of them, where nothing else is named', () => {
    const granted = {
      authorizations: [orgWide],
      context_team_id: null,
      event: { type: 'team_access_granted', team_ids: ['T1LABS', 'T1HQ'] },
    };
    expect(tenantOfEvent(granted)).toEqual({ workspaceId: 'E1ACME', enterpriseId: 'E1ACME' });
    expect(tenantOfEvent({ event: { team_ids: ['T1LABS'] } })).toEqual({ workspaceId: 'T1LABS' });
  });

  it('or for the organisation itself, where it removes the app', () => {
    const removed = {
      enterprise_id: 'E1ACME',
      authorizations: [orgWide],
      event: { type: 'app_uninstalled' },
    };
    expect(tenantOfEvent(removed)).toEqual({ workspaceId: 'E1ACME', enterpriseId: 'E1ACME' });
  });

  it('of `team_id`, where Slack says nothing of authorisations', () => {
    const old = { team_id: 'T1ACME', enterprise_id: 'E1ACME', event: {} };
    expect(tenantOfEvent(old)).toEqual({ workspaceId: 'T1ACME', enterpriseId: 'E1ACME' });
  });

  it.each([
    {},
    { team_id: 7 },
    { team_id: "T1'; DROP TABLE event" },
    { team_id: 't1acme' },
    { team_id: 'T'.repeat(40) },
    { team_id: ['T1ACME'] },
    { authorizations: 'T1ACME', event: null },
    { authorizations: [null], team_id: 'T2OTHER' },
    { event: { team_ids: 'T1ACME' } },
  ])('and for none where none is named: %j', (payload) => {
    expect(tenantOfEvent(payload)).toBeUndefined();
  });
});

describe('What a person does is for the workspace', () => {
  const user = { id: 'U1', team_id: 'T2OTHER' };

  it('of the message or the command, not the person’s own', () => {
    expect(tenantOfRequest({ team: { id: 'T1ACME' }, user, enterprise: null })).toEqual({
      workspaceId: 'T1ACME',
    });
    expect(tenantOfRequest({ command: '/x', team_id: 'T1ACME', enterprise_id: 'E1ACME' })).toEqual({
      workspaceId: 'T1ACME',
      enterpriseId: 'E1ACME',
    });
  });

  it('for which a view was opened', () => {
    const view = { id: 'V1', team_id: 'T2OTHER', app_installed_team_id: 'T1ACME' };
    expect(tenantOfRequest({ team: null, user, view })).toEqual({ workspaceId: 'T1ACME' });
  });

  it('of the person, where an organisation has the app: but that proves nothing about the person', () => {
    const click = { team: null, user, enterprise: { id: 'E1ACME' }, is_enterprise_install: true };
    expect(tenantOfRequest(click)).toEqual({ workspaceId: 'T2OTHER', enterpriseId: 'E1ACME', orgWide: true });
  });

  it.each([{}, { team: 'T1ACME' }, { team: { id: 'acme' } }, { user: { team_id: 'E1ACME' } }, { view: [] }])(
    'and for none where none is named: %j',
    (payload) => {
      expect(tenantOfRequest(payload)).toBeUndefined();
    },
  );
});
