import {
  INSTALLATION_STATES,
  KEPT_DAYS,
  forgottenAt,
  isOver,
  lossBy,
  mayBecome,
  statesBefore,
} from './installation-life.js';

describe('an installation', () => {
  it('is lost once, for the reason that came first', () => {
    expect(statesBefore('uninstalled')).toEqual(['active', 'disabled']);
    expect(statesBefore('revoked')).toEqual(['active', 'disabled']);
    expect(statesBefore('disabled')).toEqual(['active']);
  });

  it('comes back by news only where it was merely switched off', () => {
    expect(INSTALLATION_STATES.filter((state) => mayBecome(state, 'active'))).toEqual(['disabled']);
    expect(INSTALLATION_STATES.filter(isOver)).toEqual(['revoked', 'uninstalled']);
  });

  it.each([
    ['account_inactive', { kind: 'installation', state: 'disabled' }],
    ['token_revoked', { kind: 'installation', state: 'revoked' }],
    ['team_access_not_granted', { kind: 'workspace' }],
    ['token_expired', { kind: 'expired' }],
  ])('that Slack refuses with %s is a loss of its kind', (code, loss) => {
    expect(lossBy(code)).toMatchObject(loss);
  });

  it.each(['invalid_auth', 'missing_scope', 'ratelimited', ''])(
    'is not lost by %s: an address that isn’t allowed, or a single call, is refused so',
    (code) => {
      expect(lossBy(code)).toEqual({ kind: 'none' });
    },
  );

  it('leaves its data for a month', () => {
    expect(KEPT_DAYS).toBe(30);
    expect(forgottenAt(new Date('2026-11-01T10:00:00Z'))).toEqual(new Date('2026-12-01T10:00:00Z'));
  });
});
