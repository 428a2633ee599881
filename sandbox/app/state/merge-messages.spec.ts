import type { ShownMessage } from '../../page/shown.js';
import { mergeMessages } from './merge-messages.js';

const said = (ts: string, text = 'x'): ShownMessage => ({ ts, user: 'U1', text });
const shown = (list: readonly ShownMessage[]) => list.map(({ ts, text }) => `${ts}${text}`).join(' ');

describe('messages that come in', () => {
  const before = [said('2'), said('3')];

  it.each([
    ['newer ones go to the end', [said('4')], [], '2x 3x 4x'],
    ['older ones go to the beginning', [said('0'), said('1')], [], '0x 1x 2x 3x'],
    ['an edit goes in its place', [said('2', 'y')], [], '2y 3x'],
    ['new ones and edits may come together', [said('2', 'y'), said('4')], [], '2y 3x 4x'],
    ['what is gone goes', [], ['2'], '3x'],
    ['a reply between others finds its place', [said('2.5')], [], '2x 2.5x 3x'],
  ])('%s', (_what, news, gone, list) => {
    expect(shown(mergeMessages(before, news, gone))).toBe(list);
  });
});
