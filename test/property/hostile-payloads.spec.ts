import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { DEMO_SIGNING_SECRET } from '../../sandbox/demo.js';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import type { TestDatabase } from '../harness/database.js';
import { type RunningProgram, startProgram, stopAllPrograms } from '../harness/process.js';
import { runs } from '../harness/runs.js';
import { startSurroundings } from '../harness/switchboard.js';
import { type Hostile, hostile } from './mutations.js';

const AT_ONCE = 20;
const SLACK_WAITS_MS = 3_000;
/** Of a warm process: what is kept of the past is bounded, the log's ring and the caches. The rest is the garbage of one batch. */
const MORE_MIB = 300;

interface Answer {
  status: number;
  body: string;
  ms: number;
}

describe('100,000 payloads that Slack has signed and would never send (2,000 in the suite)', () => {
  let sandbox: Sandbox;
  let database: TestDatabase;
  let program: RunningProgram;
  let url: string;
  let slack: SandboxClient;
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

  beforeAll(async () => {
    const surroundings = await startSurroundings();
    ({ sandbox, database } = surroundings);
    url = surroundings.settings.PUBLIC_URL;
    // Some are answered by their handlers, others as late ones are.
    const env = {
      ...surroundings.settings,
      LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'fatal',
      DESK_HOLDS: 'no',
    };
    program = startProgram('test/harness/desk-program.js', { env });
    await program.waitForLine(/^ready$/);
    slack = new SandboxClient(sandbox.url);
    await slack.install(url);
  });
  afterAll(async () => {
    agent.destroy();
    await stopAllPrograms();
    await sandbox.close();
    await database.drop();
  });

  const send = ({ body, contentType }: Hostile): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const timestamp = String(Math.floor(Date.now() / 1_000));
      const hmac = createHmac('sha256', DEMO_SIGNING_SECRET).update(`v0:${timestamp}:`).update(body);
      const startedAt = performance.now();
      const posted = request(`${url}/slack/events`, {
        method: 'POST',
        agent,
        headers: {
          ...(contentType === undefined ? {} : { 'content-type': contentType }),
          'content-length': body.length,
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': `v0=${hmac.digest('hex')}`,
        },
      });
      posted.on('error', reject);
      posted.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString(),
            ms: performance.now() - startedAt,
          }),
        );
      });
      posted.end(body);
    });

  const residentMiB = async () => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    return Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]) / 1024 ** 2;
  };

  it('bring nothing down: each is answered in time, by 200, 4xx or 503, and memory stays bounded', async () => {
    const seed = Number(process.env.SWITCHBOARD_SEED ?? Date.now() % 2 ** 31);
    process.stdout.write(`hostile payloads: SWITCHBOARD_SEED=${seed}\n`);
    const seen = new Map<number, number>();
    let slowest = 0;
    const shoot = async (batch: Hostile[]) => {
      const answers = await Promise.all(batch.map(send));
      for (const { status, body, ms } of answers) {
        seen.set(status, (seen.get(status) ?? 0) + 1);
        slowest = Math.max(slowest, ms);
        expect([200, 400, 401, 413, 503]).toContain(status);
        // A failure that nobody foresaw would be told as 503 too, and Slack would send it for ever.
        expect(body).not.toContain('problem:internal');
        expect(ms).toBeLessThan(SLACK_WAITS_MS);
      }
    };
    const batches = fc.asyncProperty(fc.array(hostile, { minLength: AT_ONCE, maxLength: AT_ONCE }), shoot);
    // A process that has just begun grows by what it comes to need; one that is warm must not.
    await fc.assert(batches, { ...runs(30), seed });
    const before = await residentMiB();
    await fc.assert(batches, { ...runs(70), seed: seed + 1 });
    const after = await residentMiB();
    process.stdout.write(
      `  answers ${JSON.stringify(Object.fromEntries(seen))}, slowest ${slowest.toFixed(0)} ms, ` +
        `resident ${before.toFixed(0)} → ${after.toFixed(0)} MiB\n`,
    );
    expect(after - before).toBeLessThan(MORE_MIB);
    expect(program.lines.filter((line) => /unhandled|uncaught/i.test(line))).toEqual([]);

    expect(await slack.command('/desk still there', { channel: '#ops' })).toMatchObject({ shown: null });
    await slack.expectMessage('#ops', { text: 'Done: still there' });
  }, 3_600_000);
});
