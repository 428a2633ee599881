import { type LaneFacts, holdsOf } from './lane-holds.js';

const NOW = new Date('2026-11-23T06:00:00Z');
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

const holds = (more: Partial<LaneFacts>) =>
  holdsOf(
    {
      waiting: 3,
      held: 0,
      unknown: 0,
      owned: true,
      channelUntil: null,
      workspaceUntil: null,
      opensAt: after(1),
      busyLanes: 1,
      perMinute: 300,
      ...more,
    },
    NOW,
  );

describe('what holds a lane', () => {
  it.each<[string, Partial<LaneFacts>, (string | RegExp)[]]>([
    ['nothing, while its messages take their turns', {}, []],
    ['no worker', { owned: false }, [/is one running\?/]],
    [
      'Slack’s wait',
      { channelUntil: after(30), opensAt: after(30) },
      ['Slack asked to wait with this channel until 2026-11-23T06:00:30Z'],
    ],
    ['Slack’s wait for all', { workspaceUntil: after(9) }, [/all posts until .*:09Z/]],
    ['a rest after no answers', { opensAt: after(15) }, [/no proper answer; tried again at .*:15Z/]],
    ['the workspace’s limit', { busyLanes: 6 }, ['6 lanes share the workspace’s 300 posts a minute']],
    ['what waits for another try', { held: 2, unknown: 1 }, [/^2 wait/, /^1 may have arrived/]],
    [
      'nothing of the pace, where only held ones are left',
      { waiting: 0, held: 1, channelUntil: after(5) },
      [/^1 wait/],
    ],
  ])('%s', (_, more, expected) => {
    const words = holds(more);
    expect(words).toHaveLength(expected.length);
    expected.forEach((one, index) => expect(words[index]).toMatch(one));
  });
});
