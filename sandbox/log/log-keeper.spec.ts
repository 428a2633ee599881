import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualTimer } from '../clock/manual-timer.js';
import { SandboxClock } from '../clock/sandbox-clock.js';
import { KeeperLink } from './keeper-link.js';
import { KEEPER_PROTOCOL } from './keeper-record.js';
import { LogKeeper } from './log-keeper.js';
import type { SummaryReport } from './traffic-summary.js';
import type { TrafficEntry } from './traffic-entry.js';
import { TrafficLog } from './traffic-log.js';

describe('a log that another process keeps', () => {
  let folder: string;
  let keeper: LogKeeper;
  let url: string;
  let world: ManualTimer;
  let log: TrafficLog;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-log-'));
    keeper = new LogKeeper({ entries: 3, spill: join(folder, 'log.ndjson') });
    url = await keeper.listen();
    world = new ManualTimer(5_000_000);
    log = await newSandbox();
  });
  afterEach(async () => {
    await log.close();
    await keeper.close();
    rmSync(folder, { recursive: true });
  });

  async function newSandbox(): Promise<TrafficLog> {
    const fresh = new TrafficLog(new SandboxClock(world), () => {});
    fresh.keepWith(await KeeperLink.open(url));
    return fresh;
  }

  function begin(channel = 'C1', who = 'A1/T1'): TrafficEntry {
    const of = { direction: 'in', kind: 'api', method: 'POST', url: '/', name: 'chat.postMessage' } as const;
    return log.begin({ ...of, headers: {}, request: '', channel, who });
  }

  function post(channel = 'C1', id?: string, seq?: number): void {
    const entry = begin(channel);
    log.accept(entry, { channel, ts: '1.1', ...(id ? { id } : {}), ...(seq === undefined ? {} : { seq }) });
    log.end(entry, { status: 200, response: '{"ok":true}' });
  }

  const ask = async <T>(path: string) => (await (await fetch(`${url}/${path}`)).json()) as T;

  it('holds them in order, the newest in memory and the others in a file', async () => {
    for (let count = 0; count < 10; count += 1) post(count % 2 === 0 ? 'C1' : 'C2');
    const seqs = (await log.query()).map(({ seq }) => seq);
    expect(seqs).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect((await log.query({ channel: 'C2', since: 3, limit: 2 })).map(({ seq }) => seq)).toEqual([4, 6]);
    expect(log.list()).toEqual([]);
  });

  it('tells of a request that nobody saw the end of', async () => {
    const entry = begin();
    expect(await log.query()).toMatchObject([{ seq: 1, status: null, ms: null }]);
    log.accept(entry, { channel: 'C1', ts: '1.1' });
    expect(await log.query()).toMatchObject([{ accepted: { ts: '1.1' }, status: null }]);
    log.end(entry, { status: 200, response: '{"ok":true}' });
    expect(await log.query()).toMatchObject([{ accepted: { ts: '1.1' }, status: 200 }]);
  });

  it('tells which message was changed, whatever became of the answer', async () => {
    const entry = begin();
    await log.query();
    entry.edited = { channel: 'C1', ts: '1.1' };
    log.end(entry, { status: null, response: null, failure: 'connection_failed', fault: 'reset' });
    expect(await log.query()).toMatchObject([{ status: null, edited: { channel: 'C1', ts: '1.1' } }]);
  });

  it('is there when the sandbox is gone, and the next one counts on', async () => {
    post();
    await log.close();
    expect(await ask<{ entries: unknown[] }>('log?name=chat.postMessage')).toMatchObject({ seq: 1 });
    log = await newSandbox();
    post();
    expect((await log.query()).map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('marks what a sandbox had not answered when it went, and reads past half a record', async () => {
    post();
    begin('C2');
    await log.query();
    const asking = request(`${url}/entries`, {
      headers: { connection: 'Upgrade', upgrade: KEEPER_PROTOCOL },
    });
    await log.close();
    asking.end();
    const [, socket] = (await once(asking, 'upgrade')) as [IncomingMessage, Socket];
    socket.end('{"entry":{"seq":3,"at":5000000,"direc');
    await once(socket.resume(), 'close');
    log = await newSandbox();
    post();
    expect(await log.query()).toMatchObject([
      { seq: 1, status: 200 },
      { seq: 2, channel: 'C2', status: null, ms: null, failure: 'unanswered' },
      { seq: 3, status: 200 },
    ]);
    expect(await log.summary()).toMatchObject({ requests: 3, accepted: 2, failed: 1 });
  });

  it('has one writer: the next counts on from all that the last has sent', async () => {
    post();
    const next = newSandbox();
    await log.query();
    for (let count = 0; count < 20; count += 1) post();
    await log.close();
    log = await next;
    post();
    expect((await log.query()).map(({ seq }) => seq)).toEqual(Array.from({ length: 22 }, (_, n) => n + 1));
  });

  it('is taken up by another keeper, and half a line at the end of its file costs that line alone', async () => {
    for (let count = 0; count < 5; count += 1) post();
    log.clear();
    for (let count = 0; count < 5; count += 1) post();
    await log.close();
    await keeper.close();
    const file = join(folder, 'log.ndjson');
    truncateSync(file, statSync(file).size - 10);
    keeper = new LogKeeper({ entries: 3, spill: file });
    url = await keeper.listen();
    log = await newSandbox();
    for (let count = 0; count < 5; count += 1) post();
    expect((await log.query()).map(({ seq }) => seq)).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14]);
  });

  it('judges: posts a second, refusals, copies, order', async () => {
    post('C1', 'a', 1);
    post('C1', 'b', 3);
    world.advance(1000);
    post('C1', 'a', 2);
    post('C2', 'c', 1);
    log.end(begin('C2'), { status: 200, response: '{"ok":false,"error":"no_text"}' });
    expect(await log.summary()).toMatchObject({
      requests: 5, accepted: 4, refused: 0, failed: 1, duplicates: 1, out_of_order: 1, in_window: 0,
      channels: { C1: { accepted: 3, per_second: { 5000: 2, 5001: 1 }, most_in_a_second: 2 } },
    } satisfies Partial<Record<keyof SummaryReport, unknown>>); // prettier-ignore
  });

  it('finds who does not wait as long as they were told', async () => {
    const refuse = (scope: 'channel' | 'method') =>
      log.end(begin(), {
        status: 429,
        response: '{"ok":false,"error":"ratelimited"}',
        refusal: { retryAfterS: 2, scope },
      });
    const inWindow = async () => (await log.summary()).in_window;
    refuse('channel');
    world.advance(1990);
    post('C2');
    expect(await inWindow()).toBe(0);
    post('C1');
    expect(await inWindow()).toBe(1);
    world.advance(10);
    post('C1');
    expect(await inWindow()).toBe(1);
    refuse('method');
    post('C2');
    log.end(begin('C2', 'A1/T2'), { status: 200, response: '{"ok":true}' });
    expect(await inWindow()).toBe(2);
  });

  it('starts anew on a reset', async () => {
    post();
    log.clear();
    post();
    expect((await log.query()).map(({ seq }) => seq)).toEqual([2]);
    expect(await log.summary()).toMatchObject({ requests: 1, accepted: 1 });
  });
});
