import { ManualTimer } from '../clock/manual-timer.js';
import { SandboxClock } from '../clock/sandbox-clock.js';
import { Limiter } from './limiter.js';
import { historyPage } from './limit-settings.js';

const acme = { appId: 'A1', teamId: 'T1' };
const other = { appId: 'A1', teamId: 'T2' };

describe('the limits of a workspace', () => {
  let world: ManualTimer;
  let clock: SandboxClock;
  let limiter: Limiter;

  beforeEach(() => {
    world = new ManualTimer();
    clock = new SandboxClock(world);
    limiter = new Limiter(clock);
    limiter.configure({ enabled: true });
  });

  const times = <T>(count: number, run: () => T) => Array.from({ length: count }, run);

  it('give each tier its number a minute, and say when there is room again', () => {
    const update = () => limiter.refuseCall(acme, 'chat.update', 3);
    expect(times(50, update).every((wait) => wait === undefined)).toBe(true);
    expect(update()).toBe(60);
    world.advance(59_999);
    expect(update()).toBe(1);
    world.advance(1);
    expect(update()).toBeUndefined();
  });

  it('count methods, workspaces and apps apart', () => {
    limiter.refuseCall(acme, 'apps.uninstall', 1);
    expect(limiter.refuseCall(acme, 'apps.uninstall', 1)).toBe(60);
    expect(limiter.refuseCall(other, 'apps.uninstall', 1)).toBeUndefined();
    expect(limiter.refuseCall({ ...acme, appId: 'A2' }, 'apps.uninstall', 1)).toBeUndefined();
    expect(limiter.refuseCall(acme, 'chat.update', 3)).toBeUndefined();
  });

  it('have figures of their own for special methods', () => {
    const exchange = () => limiter.refuseCall(acme, 'oauth.v2.access', 'special');
    expect(times(600, exchange).every((wait) => wait === undefined)).toBe(true);
    expect(exchange()).toBe(60);
    limiter.configure({ methods: { 'oauth.v2.access': null } });
    expect(times(700, exchange).every((wait) => wait === undefined)).toBe(true);
  });

  it('hold posts to a channel and to the workspace, and charge neither for the other', () => {
    limiter.configure({ postsPerMinute: 6 });
    const post = (channel: string) => {
      const refused = limiter.refusePost(acme, channel);
      return refused && `${refused.scope} ${refused.retryAfterS}`;
    };
    const times = (count: number, channel: string) => Array.from({ length: count }, () => post(channel));
    expect(times(5, 'C1')).toEqual([...Array<undefined>(4), 'channel 1']);
    // The refused fifth did not count against the workspace: two more fit.
    expect(times(3, 'C2')).toEqual([undefined, undefined, 'method 60']);
    // The refusal by the workspace did not count against the channel.
    world.advance(60_000);
    expect(times(5, 'C2')).toEqual([...Array<undefined>(4), 'channel 1']);
  });

  it('hold each webhook to one a second', () => {
    expect(times(5, () => limiter.refuseWebhook('B1')).at(-1)).toBe(1);
    expect(limiter.refuseWebhook('B2')).toBeUndefined();
  });

  it('name waits in the seconds of the client, whose clock is not ours', () => {
    limiter.refuseCall(acme, 'apps.uninstall', 1);
    clock.setScale(20);
    expect(limiter.refuseCall(acme, 'apps.uninstall', 1)).toBe(3);
  });

  it('give apps outside the Marketplace a page of fifteen once a minute', () => {
    limiter.configure({ enabled: false, nonMarketplace: true });
    const read = () => limiter.refuseCall(acme, 'conversations.history', 3);
    expect([read(), read()]).toEqual([undefined, 60]);
    expect(limiter.refuseCall(acme, 'conversations.list', 2)).toBeUndefined();
    expect(historyPage(limiter.settings, { fallback: 100, max: 999 })).toEqual({ fallback: 15, max: 15 });
  });

  it('are off until switched on', () => {
    limiter.reset();
    expect(times(500, () => limiter.refusePost(acme, 'C1')).every((wait) => wait === undefined)).toBe(true);
  });
});
