import fc from 'fast-check';
import { sortPayload } from './sort-payload.js';
import type { SlackPayload } from './tenant.js';

const mention = {
  token: 'v',
  team_id: 'T1ACME',
  api_app_id: 'A1APP',
  event: { type: 'app_mention', user: 'U1', text: 'hi', ts: '1.1', channel: 'C1OPS', event_ts: '1.1' },
  type: 'event_callback',
  event_id: 'Ev1',
  event_time: 1_700_000_000,
  authorizations: [{ enterprise_id: null, team_id: 'T1ACME', user_id: 'UBOT1', is_bot: true }],
};
const team = { id: 'T1ACME', domain: 'acme' };
const user = { id: 'U1ANN', username: 'ann', team_id: 'T1ACME' };
const click = { type: 'block_actions', team, user, actions: [{ type: 'button', action_id: 'alert.ack' }] };
const submission = { type: 'view_submission', team, user, view: { id: 'V1', callback_id: 'silence' } };
const command = { command: '/oncall', text: 'who', team_id: 'T1ACME', user_id: 'U1ANN' };

describe('An event', () => {
  it('is known by its id, its type, its time and its channel', () => {
    expect(sortPayload(mention)).toEqual({
      kind: 'event',
      tenant: { workspaceId: 'T1ACME' },
      appId: 'A1APP',
      eventId: 'Ev1',
      type: 'app_mention',
      time: 1_700_000_000,
      channel: 'C1OPS',
    });
  });

  it.each([
    [{ type: 'reaction_added', item: { type: 'message', channel: 'C2', ts: '1.1' } }, 'C2'],
    [{ type: 'file_shared', channel_id: 'C3' }, 'C3'],
    [{ type: 'channel_created', channel: { id: 'C4' } }, undefined],
    [{ type: 'team_join', user: { id: 'U1' } }, undefined],
  ])('%j happened in %s', (event, channel) => {
    expect(sortPayload({ ...mention, event })).toEqual(
      expect.objectContaining(channel === undefined ? { kind: 'event' } : { channel }),
    );
  });

  it.each([1.5, '1700000000', null, Infinity])('whose time is %p has none', (time) => {
    expect(sortPayload({ ...mention, event_time: time })).not.toHaveProperty('time');
  });

  it.each<[string, object]>([
    ['without a type', { event: { channel: 'C1' } }],
    ['that is a text', { event: 'app_mention' }],
    ['without an event_id', { event_id: undefined }],
    ['with blanks in its event_id', { event_id: 'Ev 1' }],
    ['with a NUL in its type', { event: { type: 'app\0mention' } }],
    ['with half a surrogate pair in its type', { event: { type: 'app\ud800' } }],
    ['with an endless type', { event: { type: 'x'.repeat(256) } }],
    ['that names no workspace', { team_id: undefined, authorizations: [] }],
  ])('%s is unusable', (_name, changes) => {
    expect(sortPayload({ ...mention, ...changes })).toEqual({ kind: 'unusable', why: expect.any(String) });
  });
});

describe('What a person does', () => {
  it.each<[string, SlackPayload, string]>([
    ['command', command, '/oncall'],
    ['action', click, 'alert.ack'],
    ['view', submission, 'silence'],
    ['view', { ...submission, view: { id: 'V1' } }, ''],
    ['view_closed', { ...submission, type: 'view_closed' }, 'silence'],
    ['shortcut', { type: 'shortcut', team, user, callback_id: 'page' }, 'page'],
    ['shortcut', { type: 'message_action', team, user, callback_id: 'to_alert' }, 'to_alert'],
    ['options', { type: 'block_suggestion', team, user, action_id: 'service', value: 'pay' }, 'service'],
  ])('is a %s with a name and a person', (kind, payload, name) => {
    const sorted = sortPayload(payload);
    expect(sorted).toMatchObject({ kind, name, userId: 'U1ANN', tenant: { workspaceId: 'T1ACME' } });
  });

  it('says where the person belongs, if Slack does', () => {
    const guest = { ...click, user: { ...user, team_id: 'T2OTHER' } };
    expect(sortPayload(guest)).toMatchObject({ userTeamId: 'T2OTHER', tenant: { workspaceId: 'T1ACME' } });
    expect(sortPayload(command)).not.toHaveProperty('userTeamId');
  });

  it.each<[string, SlackPayload]>([
    ['no actions', { ...click, actions: undefined }],
    ['an empty list of actions', { ...click, actions: [] }],
    ['no user', { ...click, user: null }],
    ['no workspace', { ...command, team_id: '' }],
    ['a type of tomorrow', { ...click, type: 'hologram_waved' }],
    ['nothing', {}],
  ])('with %s is unusable', (_name, payload) => {
    expect(sortPayload(payload).kind).toBe('unusable');
  });
});

describe('Slack’s own checks', () => {
  it('are told from what happens in workspaces', () => {
    expect(sortPayload({ type: 'url_verification', challenge: 'c', token: 'v' })).toEqual({
      kind: 'url_verification',
      challenge: 'c',
    });
    expect(sortPayload({ type: 'url_verification' }).kind).toBe('unusable');
    expect(sortPayload({ ssl_check: '1', token: 'v' })).toEqual({ kind: 'ssl_check' });
  });

  it('app_rate_limited comes flat, without an event', () => {
    const limited = { type: 'app_rate_limited', token: 'v', team_id: 'T1ACME', api_app_id: 'A1APP' };
    expect(sortPayload({ ...limited, minute_rate_limited: 1_518_467_820 })).toEqual({
      kind: 'app_rate_limited',
      tenant: { workspaceId: 'T1ACME' },
      appId: 'A1APP',
      minute: 1_518_467_820,
    });
    expect(sortPayload({ ...limited, minute_rate_limited: 'now' }).kind).toBe('unusable');
  });
});

describe('Whatever is signed', () => {
  const samples: SlackPayload[] = [mention, click, submission, command];
  const keys = [...new Set(samples.flatMap((sample) => Object.keys(sample)))];
  const anyValue = fc.oneof(
    fc.anything({ withNullPrototype: true, withBigInt: true, maxDepth: 3 }),
    fc.constantFrom('', 'T1ACME', 'E1ACME', '\0', '\ud800', '__proto__', null, [null], {}, -0, NaN),
  );

  it('is sorted without a throw, and what is taken in has usable names', () => {
    const changes = fc.dictionary(fc.constantFrom(...keys), anyValue, { maxKeys: 6 });
    const property = fc.property(fc.constantFrom(...samples), changes, (sample, change) => {
      const sorted = sortPayload({ ...sample, ...change });
      if ('tenant' in sorted) expect(sorted.tenant.workspaceId).toMatch(/^[TE][A-Z0-9]{1,30}$/);
      if ('name' in sorted) expect(sorted.name).not.toMatch(/[\0\p{Surrogate}]/u);
      if ('eventId' in sorted) expect(sorted.eventId).toMatch(/^[!-{}~]{1,100}$/);
    });
    fc.assert(property, { numRuns: 2_000 });
  });
});
