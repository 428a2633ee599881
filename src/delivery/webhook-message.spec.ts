import type { KnownBlock } from '@slack/types';
import type { Claim } from './lane-claims.js';
import { webhookMessage, withoutActions } from './webhook-message.js';

const message = { text: 'Disk full' };
const claim = (some: Partial<Claim> = {}): Claim => ({
  workspaceId: 'T1',
  channel: 'webhook:partner',
  id: 'd1',
  op: 'post',
  message,
  priority: 3,
  attempts: 0,
  ageS: 0,
  rung: 'full',
  ifUnsure: 'resend',
  repeated: false,
  userId: null,
  failedOverFrom: null,
  failedOverCode: null,
  ends: false,
  cardId: null,
  cardVersion: null,
  cardChannel: null,
  cardTs: null,
  shownVersion: null,
  mention: null,
  mentioned: null,
  cardDeleted: false,
  threadCardId: null,
  threadTs: null,
  threadChannel: null,
  holdsThread: false,
  ...some,
});
const isPosted = (some: Partial<Claim>) => webhookMessage(claim(some), message) !== undefined;
const card = { cardId: 'c1', cardVersion: 5 };

describe('through a webhook', () => {
  it('a message is posted', () => {
    expect(webhookMessage(claim(), message)).toMatchObject({ text: 'Disk full' });
  });

  it.each<[string, Partial<Claim>, boolean]>([
    ['when it begins', { ...card }, true],
    ['not when it changes', { ...card, shownVersion: 4 }, false],
    ['when it ends', { ...card, shownVersion: 4, ends: true }, true],
    ['once when it ends before it was shown', { ...card, ends: true }, true],
    ['not when a newer version stands already', { ...card, shownVersion: 5, ends: true }, false],
    ['not when it was taken away', { ...card, cardDeleted: true }, false],
  ])('a card is posted %s', (_, some, posted) => expect(isPosted(some)).toBe(posted));

  it('nothing is deleted, and nothing shown to one person alone', () => {
    expect(isPosted({ ...card, op: 'delete', shownVersion: 4 })).toBe(false);
    expect(isPosted({ op: 'ephemeral', userId: 'U1' })).toBe(false);
  });

  it('links stay of what one could press', () => {
    const text = { type: 'plain_text' as const, text: 'Press' };
    const press = { type: 'button' as const, text, action_id: 'ack' };
    const visit = { ...press, url: 'https://example.com' };
    const section = { type: 'section' as const, text };
    const blocks: KnownBlock[] = [
      { ...section, accessory: press },
      { ...section, accessory: visit },
      { type: 'actions', elements: [press, visit] },
      { type: 'actions', elements: [press] },
    ];
    expect(withoutActions({ text: 'x', blocks }).blocks).toEqual([
      section,
      { ...section, accessory: visit },
      { type: 'actions', elements: [visit] },
    ]);
  });
});
