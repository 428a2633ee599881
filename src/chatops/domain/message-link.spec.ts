import fc from 'fast-check';
import { readMessageLink } from './message-link.js';

const MESSAGE = { channel: 'C0OPS00001', ts: '1763900000.000100' };
const OURS = { ...MESSAGE, host: 'acme.slack.com' };

describe('A message that somebody names', () => {
  it.each([
    ['https://acme.slack.com/archives/C0OPS00001/p1763900000000100', OURS],
    ['<https://acme.slack.com/archives/C0OPS00001/p1763900000000100>', OURS],
    ['<https://acme.slack.com/archives/C0OPS00001/p1763900000000100|the card>', OURS],
    ['`https://acme.slack.com/archives/C0OPS00001/p1763900000000100/` ', OURS],
    [
      '<https://acme.slack.com/archives/C0OPS00001/p1763900000000100?thread_ts=1763899999.000200&amp;cid=C0OPS00001>',
      OURS,
    ],
    ['https://app.slack.com/archives/C0OPS00001/p1763900000000100', MESSAGE],
    [
      'https://app.slack.com/client/T0ACME0001/C0OPS00001/p1763900000000100',
      { ...MESSAGE, team: 'T0ACME0001' },
    ],
    [
      'https://app.slack.com/client/T0ACME0001/C0GENERAL1/thread/C0OPS00001-1763900000.000100',
      { ...MESSAGE, team: 'T0ACME0001' },
    ],
    ['C0OPS00001 1763900000.000100', MESSAGE],
    ['<#C0OPS00001|ops> 1763900000.000100', MESSAGE],
    ['<#C0OPS00001>  p1763900000000100', MESSAGE],
    ['D0ANN00001/1763900000.000100', { channel: 'D0ANN00001', ts: '1763900000.000100' }],
  ])('%s is found', (typed, message) => {
    expect(readMessageLink(typed)).toEqual(message);
  });

  it.each([
    '',
    'why',
    '#ops',
    'C0OPS00001',
    '1763900000.000100',
    'https://acme.slack.com/archives/C0OPS00001',
    'https://acme.slack.com/archives/C0OPS00001/p17639',
    'https://acme.slack.com/files/U0ANN00001/F0123456789/disk.png',
    'javascript:/archives/C0OPS00001/p1763900000000100',
  ])('%j names none', (typed) => {
    expect(readMessageLink(typed)).toBeUndefined();
  });

  it('is what the link was made of, and nothing that is typed breaks it', () => {
    const id = fc.stringMatching(/^C[A-Z0-9]{8,12}$/);
    const parts = [id, fc.integer({ min: 1e9, max: 2e9 }), fc.integer({ min: 0, max: 999_999 })] as const;
    fc.assert(
      fc.property(...parts, (channel, seconds, micros) => {
        const ts = `${seconds}.${String(micros).padStart(6, '0')}`;
        const link = `<https://x.slack.com/archives/${channel}/p${ts.replace('.', '')}|label>`;
        expect(readMessageLink(link)).toEqual({ channel, ts, host: 'x.slack.com' });
        expect(readMessageLink(`${channel} ${ts}`)).toEqual({ channel, ts });
      }),
    );
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const read = readMessageLink(typed);
        if (read !== undefined) expect(read.ts).toMatch(/^\d+\.\d{6}$/);
      }),
    );
  });
});
