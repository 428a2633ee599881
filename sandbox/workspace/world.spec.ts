import { ManualTimer } from '../clock/manual-timer.js';
import { repliesTo } from './threads.js';
import { World } from './world.js';

describe('the memory of a channel', () => {
  it('holds the newest messages, and lets the oldest and their threads go', () => {
    const world = new World(new ManualTimer(1_700_000_000_000));
    world.messagesPerChannel = 100;
    const [channel] = world.channels.values();
    const parent = world.addMessage(channel, { text: 'parent' });
    world.addMessage(channel, { text: 'reply', thread_ts: parent.ts });
    for (let id = 0; id < 1000; id += 1) {
      world.addMessage(channel, { text: `${id}` });
      expect(channel.messages.length).toBeLessThanOrEqual(110);
    }
    expect(channel.messages.length).toBeGreaterThanOrEqual(100);
    expect(channel.messages.at(-1)?.body.text).toBe('999');
    expect(channel.byTs.size).toBe(channel.messages.length);
    expect(channel.byTs.has(parent.ts)).toBe(false);
    expect(repliesTo(channel, parent.ts)).toEqual([]);
  });

  it('is as large as ever after a reset', () => {
    const world = new World(new ManualTimer());
    const before = world.messagesPerChannel;
    world.messagesPerChannel = 1;
    world.reset();
    expect(world.messagesPerChannel).toBe(before);
  });
});
