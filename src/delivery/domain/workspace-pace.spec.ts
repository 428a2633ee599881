import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { CAREFUL } from './limits.js';
import { POST, WorkspacePace } from './workspace-pace.js';

const post = (pace: WorkspacePace, channel: string, answeredAt: number) =>
  pace.end(pace.begin(POST, channel), answeredAt);

describe('A channel', () => {
  it('takes four at once, and then one a second', () => {
    const pace = new WorkspacePace();
    for (let number = 0; number < 4; number += 1) {
      expect(pace.channelAt('C1', 0)).toBe(0);
      post(pace, 'C1', 0);
    }
    expect(pace.channelAt('C1', 0)).toBe(1_000);
    post(pace, 'C1', 1_010);
    expect(pace.channelAt('C1', 1_010)).toBe(2_000);
    expect(pace.channelAt('C2', 1_010)).toBe(1_010);
  });

  it('that Slack refused waits as long as it said, and gets a smaller burst', () => {
    const pace = new WorkspacePace();
    const refused = pace.refused(POST, 'C1', 30_000, 5_000);
    expect(refused).toEqual({ channel: 'C1', until: 35_000, learned: true });
    expect(pace.channelAt('C1', 6_000)).toBe(35_000);
    expect(pace.channelAt('C2', 6_000)).toBe(6_000);
    expect(pace.limits.burst).toBe(2);
  });
});

describe('A webhook', () => {
  it('has a channel’s pace, and uses nothing of the workspace’s', () => {
    const pace = new WorkspacePace({ perMinute: 4, burst: 4 });
    for (let number = 0; number < 4; number += 1) post(pace, 'webhook:partner', 0);
    expect(pace.channelAt('webhook:partner', 0)).toBe(1_000);
    expect(pace.workspaceAt(false, 0)).toBe(0);
  });
});

describe('A workspace', () => {
  it('waits once a second channel is refused within the wait of the first, and its limit is learned', () => {
    const pace = new WorkspacePace();
    for (let number = 0; number < 100; number += 1) post(pace, `C${number}`, 0);
    pace.refused(POST, 'C1', 30_000, 1_000);
    expect(pace.refused(POST, 'C2', 10_000, 2_000)).toEqual({ channel: '', until: 12_000, learned: true });
    expect(pace.workspaceAt(true, 3_000)).toBe(12_000);
    expect(pace.limits.perMinute).toBe(225);
  });

  it('whose refusals lie apart waits in those channels alone', () => {
    const pace = new WorkspacePace();
    pace.refused(POST, 'C1', 1_000, 0);
    pace.refused(POST, 'C2', 1_000, 2_000);
    expect(pace.workspaceAt(false, 2_000)).toBe(2_000);
  });

  it('gets no more than its limit in any minute; critical posts may go a tenth beyond', () => {
    const pace = new WorkspacePace({ perMinute: 10, burst: 4 });
    for (let number = 0; number < 10; number += 1) post(pace, `C${number}`, 100 * number);
    expect(pace.workspaceAt(false, 1_000)).toBe(60_000);
    expect(pace.workspaceAt(true, 1_000)).toBe(1_000);
    post(pace, 'C11', 1_000);
    expect(pace.workspaceAt(true, 1_000)).toBe(60_000);
  });

  it('keeps a twentieth of its limit for critical posts once others had to wait for it', () => {
    const pace = new WorkspacePace({ perMinute: 40, burst: 4 });
    for (let number = 0; number < 40; number += 1) post(pace, `C${number}`, 0);
    expect(pace.workspaceAt(false, 1)).toBe(60_000);
    for (let number = 0; number < 38; number += 1) {
      expect(pace.workspaceAt(false, 60_000)).toBe(60_000);
      post(pace, `C${number}`, 60_000);
    }
    expect(pace.workspaceAt(false, 60_000)).toBe(120_000);
    for (let number = 0; number < 2; number += 1) {
      expect(pace.workspaceAt(true, 70_000)).toBe(70_000);
      post(pace, `C${number}`, 70_000);
    }
    // Nobody has waited for long: whoever comes now may have it all.
    for (let number = 0; number < 40; number += 1) {
      expect(pace.workspaceAt(false, 300_000)).toBe(300_000);
      post(pace, `C${number}`, 300_000);
    }
  });

  it('tries more after ten minutes at its limit, and not for an hour after a refusal', () => {
    const pressed = (pace: WorkspacePace, minutes: number) => {
      const from = 61 * 60_000;
      for (let minute = 0; minute <= minutes; minute += 1) {
        const now = from + minute * 60_000;
        for (let number = 0; number < 10; number += 1) post(pace, `C${number}`, now);
        pace.workspaceAt(false, now + 1);
      }
      return pace.grow(from + minutes * 60_000 + 2);
    };
    expect(pressed(new WorkspacePace({ perMinute: 10, burst: 4 }), 9)).toBe(false);
    const calm = new WorkspacePace({ perMinute: 10, burst: 4 });
    expect(pressed(calm, 10)).toBe(true);
    expect(calm.limits.perMinute).toBe(11);
    const refused = new WorkspacePace({ perMinute: 10, burst: 4 });
    refused.refused(POST, 'C1', 1_000, 30 * 60_000);
    expect(pressed(refused, 10)).toBe(false);
  });

  it('tries no more where posts waited long ago, and just now', () => {
    const pace = new WorkspacePace({ perMinute: 10, burst: 4 });
    for (const now of [0, 20 * 60_000]) {
      for (let number = 0; number < 10; number += 1) post(pace, `C${number}`, now);
      pace.workspaceAt(false, now + 1);
    }
    expect(pace.grow(20 * 60_000 + 2)).toBe(false);
  });
});

describe('Another method', () => {
  it('has its tier’s requests a minute in the workspace', () => {
    const pace = new WorkspacePace();
    for (let number = 0; number < 50; number += 1) pace.end(pace.begin('chat.update', 'C1'), 10);
    expect(pace.methodAt('chat.update', 'C2', 20)).toBe(60_010);
    expect(pace.methodAt('chat.delete', 'C2', 20)).toBe(20);
  });

  it('that Slack refused waits in the whole workspace', () => {
    const pace = new WorkspacePace();
    expect(pace.refused('chat.update', 'C1', 9_000, 0)).toMatchObject({ channel: '', until: 9_000 });
    expect(pace.methodAt('chat.update', 'C2', 1_000)).toBe(9_000);
  });

  it('that was never sent has used nothing', () => {
    const pace = new WorkspacePace();
    for (let number = 0; number < 50; number += 1) pace.cancel(pace.begin('chat.update', 'C1'));
    expect(pace.methodAt('chat.update', 'C1', 5)).toBe(5);
  });
});

/** Slack's count, written apart: a generic cell rate per channel, a sliding minute per workspace, at arrival. */
class Slack {
  private readonly fullAt = new Map<string, number>();
  private accepted: number[] = [];

  takes(channel: string, at: number): boolean {
    this.accepted = this.accepted.filter((one) => one + 60_000 > at);
    const full = this.fullAt.get(channel) ?? -Infinity;
    if (full - (CAREFUL.burst - 1) * 1_000 > at || this.accepted.length >= CAREFUL.perMinute) return false;
    this.fullAt.set(channel, Math.max(full, at) + 1_000);
    this.accepted.push(at);
    return true;
  }
}

describe('Whatever the delays on the way', () => {
  it('nothing is begun that Slack refuses, when its limits are those that we know', () => {
    const channel = fc.constantFrom('C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8', 'C9');
    // How long a request takes to arrive, and its answer to come back.
    const trip = fc.record({ channel, there: fc.nat(400), back: fc.nat(400), idle: fc.nat(300) });
    fc.assert(
      fc.property(fc.array(trip, { minLength: 200, maxLength: 700 }), (trips) => {
        const pace = new WorkspacePace();
        const slack = new Slack();
        let now = 0;
        for (const { channel: where, there, back, idle } of trips) {
          now = Math.max(pace.channelAt(where, now), pace.workspaceAt(false, now));
          const begun = pace.begin(POST, where);
          expect(slack.takes(where, now + there)).toBe(true);
          pace.end(begun, now + there + back);
          now += there + back + idle;
        }
      }),
      runs(50),
    );
  });

  it('nor where others take over at any moment, who know what was answered in the last minute', () => {
    const trip = fc.record({
      channel: fc.constantFrom('C1', 'C2', 'C3'),
      there: fc.nat(400),
      back: fc.nat(400),
      idle: fc.nat(300),
      handsOver: fc.nat(5).map((roll) => roll === 0),
    });
    fc.assert(
      fc.property(fc.array(trip, { minLength: 100, maxLength: 300 }), (trips) => {
        let pace = new WorkspacePace();
        const slack = new Slack();
        const posts: { channel: string; at: number }[] = [];
        let now = 0;
        for (const { channel, there, back, idle, handsOver } of trips) {
          if (handsOver) {
            pace = new WorkspacePace();
            const since = now - 60_000;
            pace.remember(
              [],
              posts.filter(({ at }) => at > since),
            );
          }
          now = Math.max(pace.channelAt(channel, now), pace.workspaceAt(false, now));
          const begun = pace.begin(POST, channel);
          expect(slack.takes(channel, now + there)).toBe(true);
          now += there + back;
          pace.end(begun, now);
          posts.push({ channel, at: now });
          now += idle;
        }
      }),
      runs(50),
    );
  });
});
