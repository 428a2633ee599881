import type { Claim } from '../../src/delivery/lane-claims.js';

/** A message whose turn has come, as a lane's owner claims it: a plain post, but for what is said. */
export const claimOf = (some: Partial<Claim> = {}): Claim => ({
  ...{
    workspaceId: 'T0ACME0001',
    channel: 'C0OPS00001',
    id: 'd1',
    op: 'post',
    message: { text: 'Disk full' },
  },
  ...{ priority: 3, attempts: 0, ageS: 0, rung: 'full', ifUnsure: 'resend', repeated: false, userId: null },
  ...{ failedOverFrom: null, failedOverCode: null, ends: false },
  ...{ cardId: null, cardVersion: null, cardChannel: null, cardTs: null, shownVersion: null },
  ...{ cardFailedOverFrom: null, cardFailedOverCode: null },
  ...{ mention: null, mentioned: null, cardDeleted: false },
  ...{ threadCardId: null, threadTs: null, threadChannel: null, holdsThread: false },
  ...some,
});
