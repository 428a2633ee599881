import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { closedLoop } from '../../bench/harness/closed-loop.js';
import { readNumbers } from '../../bench/harness/options.js';
import { formatTable } from '../../bench/harness/report.js';
import { inTurn, median } from '../../bench/harness/rounds.js';
import { distUrl, startScript, stopAllPrograms } from '../harness/process.js';

const script = fileURLToPath(new URL('../../scripts/bench.mjs', import.meta.url));

describe('npm run bench', () => {
  afterAll(stopAllPrograms);

  it.each([
    [[], 'Which benchmark? There are:'],
    [['sandwich'], 'There is no benchmark “sandwich”. There are:'],
  ])('with %j lists the benchmarks and ends with 1', async (args, problem) => {
    const run = startScript(`await import(${JSON.stringify(script)})`, {
      args: ['bench.mjs', ...args],
    });
    expect(await run.exited).toMatchObject({ code: 1 });
    expect(run.lines[0]).toBe(problem);
    expect(run.output).toMatch(/^ {2}npm run bench -- sandbox {4}How many posts a second/m);
  });

  it('sandbox, with a few posts: rounds in turn, a table, and one line of JSON at the end', async () => {
    const run = startScript(
      `const { runBench } = await import(${JSON.stringify(distUrl('bench/sandbox/main.js'))});
       await runBench(['--rounds', '2', '--posts', '400']);`,
    );
    expect(await run.exited).toEqual({ code: 0, signal: null });
    expect(run.output).toMatch(/^round 2 of 2: bare node:http \d+ posts\/s$/m);
    expect(run.output).toMatch(/^400 of 400 posts: sandbox \d+ MB, its log \d+ MB$/m);
    expect(run.output).toMatch(/^sandbox +\d+ +[\d.]+ +[\d.]+ +[\d.]+$/m);
    const json = run.lines.filter((line) => line.startsWith('{'));
    expect(json).toHaveLength(1);
    expect(JSON.parse(json[0])).toEqual({
      posts_per_s: expect.any(Number),
      vs_bare: expect.any(Number),
      p50_ms: expect.any(Number),
      p99_ms: expect.any(Number),
      rss_mb_at_50k: null,
      rss_mb_at_200k: null,
      log_rss_mb_at_200k: null,
    });
  });

  it('commands, with a few: each is answered, stored and done, or it fails', async () => {
    const run = startScript(
      `const { runBench } = await import(${JSON.stringify(distUrl('bench/commands/main.js'))});
       const { stopPrograms } = await import(${JSON.stringify(distUrl('bench/harness/program.js'))});
       await runBench(['--rounds', '1', '--seconds', '1', '--rate', '40']).finally(stopPrograms);`,
    );
    expect(await run.exited).toEqual({ code: 0, signal: null });
    expect(run.output).toMatch(/^switchboard, stored +40 +[\d.]+ +[\d.]+ +[\d.]+$/m);
    expect(JSON.parse(run.lines.at(-1) ?? '')).toEqual({
      p50_ms: expect.any(Number),
      p99_ms: expect.any(Number),
      bolt_p50_ms: expect.any(Number),
      bolt_p99_ms: expect.any(Number),
    });
  });
});

describe('the pieces of benchmarks', () => {
  it('play in turn, with one round to warm up that does not count', async () => {
    const played: string[] = [];
    const told: string[] = [];
    const play = (name: string) => async () => played.push(name);
    const results = await inTurn({ ours: play('ours'), theirs: play('theirs') }, 2, String, (text) =>
      told.push(text),
    );
    expect(told).toEqual([
      'warming up: ours 1', 'warming up: theirs 2', 'round 1 of 2: ours 3', 'round 1 of 2: theirs 4',
      'round 2 of 2: ours 5', 'round 2 of 2: theirs 6',
    ]); // prettier-ignore
    expect(played).toEqual(['ours', 'theirs', 'ours', 'theirs', 'ours', 'theirs']);
    expect(results).toEqual({ ours: [3, 5], theirs: [4, 6] });
    expect([median([9, 1, 5]), median([4, 1, 2, 3])]).toEqual([5, 2.5]);
  });

  it('read options, and say what there is', () => {
    expect(readNumbers(['--posts', '7'], { rounds: 5, posts: 100 })).toEqual({ rounds: 5, posts: 7 });
    for (const args of [['--posts', '0'], ['--posts', 'x'], ['--post', '7'], ['7']]) {
      const read = () => readNumbers(args, { rounds: 5, posts: 100 });
      expect(read).toThrow(/Options, with their defaults: --rounds 5, --posts 100$/);
    }
  });

  it('print columns', () => {
    const table = formatTable(['of', 'posts/s'], [['sandbox', 12], ['bare', 3456]]); // prettier-ignore
    expect(table.split('\n')).toEqual(['of       posts/s', 'sandbox       12', 'bare        3456']);
  });

  it('send every request once over so many connections, and take no refusal for an answer', async () => {
    const sockets = new Set<unknown>();
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      sockets.add(request.socket);
      request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
      request.on('end', () => response.end(bodies.includes('"13"') ? '{"ok":false}' : '{"ok":true}'));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const request = (index: number) => ({ path: '/', headers: {}, body: `"${index}"` });
    const load = { url, connections: 3, request, expect: '{"ok":true' };
    const result = await closedLoop({ ...load, requests: 12 });
    expect(sockets.size).toBe(3);
    expect(new Set(bodies).size).toBe(12);
    expect(result.p50Ms).toBeLessThanOrEqual(result.p99Ms);
    expect(result.perSecond).toBeCloseTo(12 / result.seconds);
    await expect(closedLoop({ ...load, requests: 14 })).rejects.toThrow('answered 200 {"ok":false}');
    server.closeAllConnections();
    server.close();
  });
});
