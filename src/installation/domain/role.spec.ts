import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { DEFAULT_ROLES, type Person, type RolePolicy, ROLES, decideRole, isAtLeast } from './role.js';

const ann: Person = { id: 'U1', standing: 'full', isInstaller: false, isSlackAdmin: false, userGroups: [] };
const policy: RolePolicy = {
  admins: { users: ['U2'], userGroups: ['S1'] },
  operators: { userGroups: ['S2'], everyone: true },
};
const roleOf = (person: Partial<Person>, by = policy) => decideRole(by, { ...ann, ...person });

describe('a role', () => {
  it('is admin, unless somebody said otherwise, for whoever installed the app and for Slack’s admins', () => {
    expect(roleOf({ isInstaller: true }, DEFAULT_ROLES)).toEqual({ role: 'admin', why: 'installed the app' });
    expect(roleOf({ isSlackAdmin: true }, DEFAULT_ROLES).role).toBe('admin');
    expect(roleOf({}, DEFAULT_ROLES)).toEqual({ role: 'member', why: 'nothing gives them more' });
  });

  it('comes from a list, from user groups, or from being there', () => {
    expect(roleOf({ id: 'U2' })).toEqual({ role: 'admin', why: 'is listed by name' });
    expect(roleOf({ userGroups: ['S2', 'S1'] })).toEqual({ role: 'admin', why: 'is in the user group S1' });
    expect(roleOf({ userGroups: ['S2'] }).role).toBe('operator');
    expect(roleOf({})).toEqual({ role: 'operator', why: 'is a member of the workspace' });
    expect(roleOf({ isInstaller: true, isSlackAdmin: true }).role).toBe('operator');
  });

  it('above member is a guest’s only by name or group', () => {
    expect(roleOf({ standing: 'guest' }).role).toBe('member');
    expect(roleOf({ standing: 'guest', isSlackAdmin: true, isInstaller: true }, DEFAULT_ROLES).role).toBe(
      'member',
    );
    expect(roleOf({ standing: 'guest', userGroups: ['S2'] }).role).toBe('operator');
  });

  it('is nobody’s who belongs to another company, is deactivated or a bot, whatever lists say', () => {
    for (const standing of ['stranger', 'deactivated', 'bot'] as const) {
      expect(roleOf({ standing, id: 'U2', userGroups: ['S1'], isInstaller: true }).role).toBeUndefined();
    }
  });

  it('rests on names alone while Slack can’t be asked', () => {
    expect(roleOf({ standing: 'unknown', id: 'U2' }).role).toBe('admin');
    expect(roleOf({ standing: 'unknown', isInstaller: true }, DEFAULT_ROLES).role).toBe('admin');
    expect(roleOf({ standing: 'unknown' }).role).toBe('member');
  });

  it('only grows when a policy names more people', () => {
    const person = fc.record({
      id: fc.constantFrom('U1', 'U2'),
      standing: fc.constantFrom('full' as const, 'guest' as const, 'stranger' as const, 'unknown' as const),
      isInstaller: fc.boolean(),
      isSlackAdmin: fc.boolean(),
      userGroups: fc.subarray(['S1', 'S2']),
    });
    const sources = fc.record({
      installer: fc.boolean(),
      slackAdmins: fc.boolean(),
      users: fc.subarray(['U1', 'U2']),
      userGroups: fc.subarray(['S1', 'S2']),
    });
    const rank = (by: RolePolicy, who: Person) => ROLES.indexOf(decideRole(by, who).role ?? 'member');
    fc.assert(
      fc.property(person, sources, sources, (who, admins, operators) => {
        const wider = { admins: { ...admins, users: ['U1', 'U2'] }, operators };
        expect(rank(wider, who)).toBeGreaterThanOrEqual(rank({ admins, operators }, who));
      }),
      runs(200),
    );
  });

  it('is enough for what needs less', () => {
    expect(isAtLeast('admin', 'operator')).toBe(true);
    expect(isAtLeast('operator', 'operator')).toBe(true);
    expect(isAtLeast('member', 'operator')).toBe(false);
    expect(isAtLeast(undefined, 'member')).toBe(false);
  });
});
