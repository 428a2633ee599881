import type { ShownMessage } from '../../page/shown.js';
import { isTopLevel, rowsOf, type Row } from './rows.js';

const NOON = Date.UTC(2026, 10, 23, 12) / 1000;
const said = (secondsAfterNoon: number, more: Partial<ShownMessage> = {}): ShownMessage => ({
  ts: `${NOON + secondsAfterNoon}.000100`,
  user: 'U1',
  text: 'x',
  ...more,
});
const short = (rows: Row[]) =>
  rows.map((row) => (row.kind === 'message' ? (row.follows ? 'follows' : 'message') : row.kind));

describe('the rows of a channel', () => {
  it('put messages of one person within five minutes under one name', () => {
    const rows = rowsOf([said(0), said(299), said(700), said(701, { user: 'U2' })], '', 'U9');
    expect(short(rows)).toEqual(['day', 'message', 'follows', 'message', 'message']);
  });

  it('do not for another name, for what others don’t see, and for what has a kind of its own', () => {
    const rows = rowsOf(
      [said(0), said(1, { name: 'Robot' }), said(2, { only: true }), said(3, { subtype: 'channel_join' })],
      '',
      'U9',
    );
    expect(short(rows)).toEqual(['day', 'message', 'message', 'message', 'message']);
  });

  it('tell days apart', () => {
    expect(short(rowsOf([said(0), said(86_400 * 2)], '', 'U9'))).toEqual([
      'day',
      'message',
      'day',
      'message',
    ]);
  });

  it('say where the unread begin: above the first of somebody else after what was read', () => {
    const messages = [said(0), said(1, { user: 'U9' }), said(2), said(3)];
    expect(short(rowsOf(messages, messages[0].ts, 'U9'))).toEqual([
      'day',
      'message',
      'message',
      'new',
      'message',
      'follows',
    ]);
    expect(short(rowsOf(messages, messages[3].ts, 'U9'))).not.toContain('new');
    expect(short(rowsOf(messages, '', 'U9'))).not.toContain('new');
  });

  it('leave replies to their thread, but for those that were sent to the channel too', () => {
    const parent = said(0, { thread: said(0).ts });
    expect(isTopLevel(parent)).toBe(true);
    expect(isTopLevel(said(1, { thread: parent.ts }))).toBe(false);
    expect(isTopLevel(said(1, { thread: parent.ts, subtype: 'thread_broadcast' }))).toBe(true);
  });
});
