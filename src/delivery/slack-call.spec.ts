import { claimOf } from '../../test/harness/claim.js';
import type { Claim } from './lane-claims.js';
import { callFor } from './slack-call.js';

const call = (some: Partial<Claim>) => callFor(claimOf(some), () => 'https://example.com/all');
const OPS = 'C0OPS00001';
const card = { cardId: 'c1', cardChannel: OPS };
const moved = { cardFailedOverFrom: 'C0OLD00001', cardFailedOverCode: 'is_archived' };
const standing = { ...card, cardTs: '1.000001' };

describe('what Slack is asked to do about a card', () => {
  it.each<[string, Partial<Claim>, string | undefined]>([
    ['is posted where it doesn’t stand', { ...card, cardVersion: 1 }, 'chat.postMessage'],
    ['is edited where it stands', { ...standing, shownVersion: 4, cardVersion: 5 }, 'chat.update'],
    ['is left as it is shown already', { ...standing, shownVersion: 5, cardVersion: 5 }, undefined],
    [
      'is left as it is where a newer version is shown',
      { ...standing, shownVersion: 5, cardVersion: 4 },
      undefined,
    ],
    [
      'is taken away where nobody wants it, whatever it shows',
      { ...standing, shownVersion: 5, cardVersion: 4, cardDeleted: true },
      'chat.delete',
    ],
  ])('it %s', (_, some, method) => expect(call(some)?.method).toBe(method));

  it.each<[string, Partial<Claim>, boolean]>([
    ['when it moves there', { failedOverFrom: 'C0OLD00001', failedOverCode: 'is_archived' }, true],
    ['when it is edited there', { ...standing, ...moved }, true],
    ['when it is posted afresh there', { ...card, ...moved }, true],
    [
      'but not when it is posted where it was meant to stand',
      { ...card, ...moved, cardChannel: null },
      false,
    ],
  ])('in the fallback it says where it was to go %s', (_, some, says) => {
    const { args } = call({ cardVersion: 5, ...some }) ?? {};
    expect(JSON.stringify(args).includes('<#C0OLD00001> could not be reached (is_archived)')).toBe(says);
  });
});
