import fc from 'fast-check';
import { Random } from '../../sandbox/faults/random.js';
import type { TrafficEntry } from '../../sandbox/log/traffic-entry.js';
import { judge, type Case, type Verdict } from '../../soak/lanes/judge.js';
import { makePlan, wordsOf, type Plan, type Step } from '../../soak/lanes/plan.js';
import { requestOf, type Request } from '../../soak/lanes/request.js';
import { runs } from '../harness/runs.js';

const T0 = 1_800_000_000_000;

/** A card with two versions and two replies, and a plain message. */
const PLAN: Plan = {
  steps: [],
  cards: [{ id: 0, place: 0, versions: 2, replies: 2 }],
  plain: [0],
};

/** Requests one after the other, a second apart, as a good worker would make them of the plan. */
class Log {
  readonly requests: Request[] = [];

  add(request: Partial<Request>): this {
    const seq = this.requests.length + 1;
    const at = T0 + seq * 1_000;
    this.requests.push({
      seq,
      at,
      endedAt: at,
      name: 'chat.postMessage',
      who: 'A/T',
      channel: 'C1',
      worker: '7-x',
      ...request,
    });
    return this;
  }

  plain(more: Partial<Request> = {}): this {
    return this.add({ said: { kind: 'plain', id: 0 }, posted: '9.0', ...more });
  }

  card(version: number, ts = '1.0'): this {
    const said = { kind: 'card' as const, id: 0, version };
    return version === 1
      ? this.add({ said, posted: ts })
      : this.add({ said, name: 'chat.update', edited: ts });
  }

  reply(number: number, threadTs: string | undefined = '1.0'): this {
    return this.add({ said: { kind: 'reply', card: 0, number }, posted: `2.${number}`, threadTs });
  }
}

const good = () => new Log().plain().card(1).reply(1).card(2).reply(2);
const verdictOn = (log: Log, more: Partial<Case> = {}) =>
  judge({ plan: PLAN, requests: log.requests, kills: [], readable: () => true, ...more });
/** Only what is wrong. */
const wrong = (verdict: Verdict) =>
  Object.fromEntries(Object.entries(verdict).filter(([, list]) => (list as string[]).length > 0));

describe('the judge of the lanes', () => {
  it('finds nothing where all is well', () => {
    expect(wrong(verdictOn(good()))).toEqual({});
  });

  it('sees what is lost', () => {
    expect(wrong(verdictOn(new Log().plain().card(2)))).toEqual({
      lost: ['card 0', 'reply 0 number 1', 'reply 0 number 2'],
    });
    expect(wrong(verdictOn(new Log().card(1).reply(1).reply(2)))).toEqual({
      lost: ['plain 0', 'card 0 shows version 1 and not 2'],
    });
    // Refused, reset before it was taken: nothing of it arrived.
    expect(wrong(verdictOn(good().add({ said: { kind: 'plain', id: 0 } })))).toEqual({});
  });

  it('sees what is there twice, and forgives it where nobody could know', () => {
    const twice = () => good().plain().reply(1);
    expect(wrong(verdictOn(twice()))).toEqual({ doubled: ['plain 0', 'reply 0 number 1'] });
    expect(wrong(verdictOn(twice(), { readable: () => false }))).toEqual({
      resent: ['plain 0', 'reply 0 number 1'],
    });
    expect(wrong(verdictOn(good().card(1, '1.5')))).toEqual({ doubled: ['card 0'] });
  });

  it('counts edits that say the same again for nothing, and an older one as disorder', () => {
    expect(wrong(verdictOn(good().card(2)))).toEqual({});
    const plan = { ...PLAN, cards: [{ id: 0, place: 0, versions: 3, replies: 0 }] };
    expect(wrong(verdictOn(new Log().plain().card(1).card(3).card(2), { plan }))).toEqual({
      lost: ['card 0 shows version 2 and not 3'],
      outOfOrder: ['card 0: version 2 after a newer one'],
    });
  });

  it('wants replies in order, and in their thread', () => {
    expect(wrong(verdictOn(new Log().plain().card(1).card(2).reply(2).reply(1)))).toEqual({
      outOfOrder: ['reply 0 number 2 before the one before it'],
    });
    const astray = new Log().plain().card(1).card(2).reply(1, '1.7');
    astray.add({ said: { kind: 'reply', card: 0, number: 2 }, posted: '3.0' });
    expect(wrong(verdictOn(astray))).toEqual({
      outOfOrder: ['reply 0 number 1 outside of its thread', 'reply 0 number 2 outside of its thread'],
    });
  });
});

describe('the judge of windows', () => {
  const refused = (scope: 'channel' | 'method', seconds = 5) => ({
    refused: { scope, until: T0 + (6 + seconds) * 1_000, byFault: true },
  });
  const after = (more: Partial<Request>, first = refused('channel')) =>
    wrong(verdictOn(good().add(first).add(more)));

  it('sees a request that began inside one, of that method in that channel', () => {
    expect(after({})).toEqual({ inWindow: ['request 7: chat.postMessage in C1'] });
    expect(after({ channel: 'C2' })).toEqual({});
    expect(after({ name: 'chat.update' })).toEqual({});
    expect(after({}, refused('channel', 1))).toEqual({});
  });

  it('sees one in the whole workspace, where that was refused', () => {
    expect(after({ channel: 'C2' }, refused('method'))).toEqual({
      inWindow: ['request 7: chat.postMessage in C2'],
    });
    expect(after({ channel: 'C2', who: 'A/U' }, refused('method'))).toEqual({});
  });

  it('forgives what was under way already', () => {
    expect(after({ at: T0 + 6_200 })).toEqual({});
    expect(after({ at: T0 + 6_300 })).toEqual({ inWindow: ['request 7: chat.postMessage in C1'] });
  });

  it('forgives a window that only a dead worker knew of', () => {
    const log = good().add(refused('channel')).add({ worker: '8-y' });
    const kills = [{ pid: 7, at: T0 + 6_100 }];
    expect(wrong(verdictOn(log, { kills }))).toEqual({});
    expect(wrong(verdictOn(log, { kills: [{ pid: 7, at: T0 + 6_900 }] }))).toHaveProperty('inWindow');
    expect(wrong(verdictOn(log, { kills: [{ pid: 9, at: T0 + 6_100 }] }))).toHaveProperty('inWindow');
  });

  it('calls what a limit itself refused early', () => {
    const limited = { refused: { ...refused('channel').refused, byFault: false } };
    expect(wrong(verdictOn(good().add(limited)))).toEqual({ early: ['request 6: chat.postMessage in C1'] });
  });
});

describe('the judge of owners', () => {
  /** After the good log, whose last request began 5 s after T0: these, at so many milliseconds after that. */
  const reigns = (
    kills: { pid: number; at: number }[],
    ...turns: [worker: string, ms: number, who?: string][]
  ) => {
    const log = good();
    for (const [worker, ms, who = 'A/T'] of turns) {
      log.add({ who, worker, at: T0 + 5_000 + ms, endedAt: T0 + 5_000 + ms + 20 });
    }
    return wrong(verdictOn(log, { kills }));
  };

  it('takes one after the other, each workspace for itself', () => {
    expect(reigns([], ['8-y', 300], ['7-x', 2_000])).toEqual({});
    expect(reigns([], ['8-y', 300, 'A/U'], ['7-x', 310], ['8-y', 320, 'A/U'])).toEqual({});
  });

  it('sees one that begins while another has a request under way', () => {
    const wrong = { owners: ['request 7: 8-y while 7-x had one under way'] };
    expect(reigns([], ['7-x', 300], ['8-y', 310])).toEqual(wrong);
    expect(reigns([{ pid: 9, at: T0 + 5_305 }], ['7-x', 300], ['8-y', 310])).toEqual(wrong);
  });

  it('sees one that is back before it can have left', () => {
    expect(reigns([], ['8-y', 300], ['7-x', 600])).toEqual({
      owners: ['request 7: 7-x is back 600 ms later, after 8-y'],
    });
  });

  it('knows that the dead own nothing', () => {
    expect(reigns([{ pid: 7, at: T0 + 5_305 }], ['7-x', 300], ['8-y', 310])).toEqual({});
    expect(reigns([{ pid: 8, at: T0 + 5_400 }], ['8-y', 300], ['7-x', 600])).toEqual({});
  });

  it('wants every message to say whose it is', () => {
    expect(wrong(verdictOn(good().plain({ worker: undefined, posted: undefined })))).toEqual({
      owners: ["1 requests don't say which worker sent them"],
    });
  });
});

describe('a plan', () => {
  it('has as many steps as were asked for, each card’s in order, the same again for the same seed', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 9 }),
        (seed, count, places) => {
          const plan = makePlan(new Random(seed), count, places);
          expect(plan.steps).toHaveLength(count);
          expect(makePlan(new Random(seed), count, places)).toEqual(plan);
          for (const { id, versions, replies } of plan.cards) {
            const steps = plan.steps.filter(
              (step) => step.kind !== 'plain' && ('card' in step ? step.card : step.id) === id,
            );
            expect(steps[0]).toMatchObject({ kind: 'card', version: 1 });
            expect(new Set(steps.map(({ place, priority }) => `${place} ${priority}`)).size).toBe(1);
            const numbers = (kind: Step['kind']) =>
              steps.flatMap((step) =>
                step.kind !== kind
                  ? []
                  : step.kind === 'card'
                    ? [step.version]
                    : [(step as { number: number }).number],
              );
            expect(numbers('card')).toEqual(Array.from({ length: versions }, (_, index) => index + 1));
            expect(numbers('reply')).toEqual(Array.from({ length: replies }, (_, index) => index + 1));
          }
        },
      ),
      runs(50),
    );
  });
});

describe('a request', () => {
  const entry = (more: Partial<TrafficEntry>): TrafficEntry => ({
    seq: 5,
    at: T0,
    direction: 'in',
    kind: 'api',
    method: 'POST',
    url: '/',
    name: 'chat.postMessage',
    headers: {},
    request: '',
    channel: 'C1',
    who: 'A/T',
    status: 200,
    response: '{"ok":true}',
    ms: 4,
    ...more,
  });
  const words = wordsOf({ kind: 'reply', card: 3, number: 2, place: 0, priority: 0 });
  const said = { kind: 'reply', card: 3, number: 2 };

  it('is read whatever its body’s form', () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ text: words, thread_ts: '1.0' }).toString();
    expect(requestOf(entry({ headers: form, request: body }))).toMatchObject({ said, threadTs: '1.0' });
    const json = { 'content-type': 'application/json; charset=utf-8' };
    const request = JSON.stringify({ text: `A card: ${words}!`, thread_ts: '1.0' });
    expect(requestOf(entry({ headers: json, request }))).toMatchObject({ said, threadTs: '1.0' });
    expect(requestOf(entry({ name: 'conversations.history' }))).not.toHaveProperty('said');
  });

  it('says whose it is', () => {
    const headers = { 'user-agent': 'Switchboard/0.1.0 (worker 812-k3f9)' };
    expect(requestOf(entry({ headers }))?.worker).toBe('812-k3f9');
    expect(requestOf(entry({ headers: { 'user-agent': 'node' } }))).not.toHaveProperty('worker');
  });

  it('tells what it did, and how it was refused', () => {
    expect(requestOf(entry({ accepted: { channel: 'C1', ts: '1.0' } }))).toMatchObject({
      posted: '1.0',
      endedAt: T0 + 4,
    });
    expect(requestOf(entry({ edited: { channel: 'C1', ts: '1.0' } }))).toMatchObject({ edited: '1.0' });
    const refusal = { retryAfterS: 2, scope: 'method' as const };
    expect(requestOf(entry({ refusal, refusedUntil: T0 + 2_000, fault: 'ratelimited' }))?.refused).toEqual({
      scope: 'method',
      until: T0 + 2_000,
      byFault: true,
    });
    expect(requestOf(entry({ direction: 'out' }))).toBeUndefined();
  });
});
