import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { type Quotas, judge } from './quota.js';

const quotas: Quotas = { notificationsPerMinute: 100, bytesPerDay: 1_000_000, keys: 5 };
const since = new Date('2026-11-28T12:00:00Z');
const after = (seconds: number) => new Date(since.getTime() + seconds * 1_000);

describe('a quota', () => {
  it('lets pass what begins below the limit, a large batch as a whole', () => {
    const usage = { what: 'notifications', since } as const;
    expect(judge(quotas, { ...usage, used: 100, asked: 1 }, after(1))).toBeUndefined();
    expect(judge(quotas, { ...usage, used: 5_000, asked: 5_000 }, after(1))).toBeUndefined();
  });

  it('refuses what comes on top, and says until when and who can change it', () => {
    const refused = judge(quotas, { what: 'notifications', used: 101, asked: 1, since }, after(12.4));
    expect(refused).toEqual({
      retryAfterS: 48,
      detail:
        'This workspace may send 100 notifications a minute, and has. Nothing of this request was taken; send it again in 48 s. Whoever runs the service can raise the limit.',
    });
    const bytes = judge(quotas, { what: 'bytes', used: 1_000_002, asked: 2, since }, after(0));
    expect(bytes).toMatchObject({
      retryAfterS: 86_400,
      detail: expect.stringContaining('1000000 bytes a day'),
    });
  });

  it('always leaves a time in the future', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 10_000 }), fc.nat(600), (over, seconds) => {
        const refusal = judge(
          quotas,
          { what: 'notifications', used: over + 1, asked: 1, since },
          after(seconds),
        );
        expect(refusal?.retryAfterS).toBeGreaterThanOrEqual(1);
        expect(refusal?.retryAfterS).toBeLessThanOrEqual(60);
      }),
      runs(100),
    );
  });
});
