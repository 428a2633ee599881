import { mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sdkClient } from '../../test/contract/sdk-client.js';
import { eventually } from '../../test/harness/eventually.js';
import { stopAllPrograms } from '../../test/harness/process.js';
import {
  startLogProgram,
  startSandboxProgram,
  startSandboxPrograms,
} from '../../test/harness/sandbox-programs.js';
import { LogClient } from '../kit/log-client.js';
import { SandboxClient } from '../kit/sandbox-client.js';

const CHANNELS = ['C0OPS00001', 'C0GENERAL1', 'C0DEPLOYS1'];
const SLOW = 'C0INCIDENT';

describe('the log of a sandbox that is killed', () => {
  let folder: string;
  let logFile: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-log-'));
    logFile = join(folder, 'log.ndjson');
  });
  afterEach(async () => {
    await stopAllPrograms();
    rmSync(folder, { recursive: true });
  });

  async function clientOf(url: string) {
    const people = new SandboxClient(url);
    const { botToken } = await people.obtainTokens(['chat:write', 'chat:write.public', 'channels:read']);
    return { people, slack: sdkClient(url, botToken) };
  }

  const seqs = (entries: { seq: number }[]) => entries.map(({ seq }) => seq);

  it('has every answer that a client saw, in order, and marks what was not answered', async () => {
    const { url, logUrl, sandbox } = await startSandboxPrograms({ logFile, logEntries: 50 });
    const log = new LogClient(logUrl);
    const { people, slack } = await clientOf(url);
    await people.faults({ rules: [{ fault: 'slow', ms: 60_000, channel: SLOW }] });

    const hanging = [
      slack.chat.postMessage({ channel: SLOW, text: 'taken, not answered' }),
      slack.conversations.info({ channel: SLOW }),
    ].map((call) => call.catch(() => undefined));
    await eventually(async () => expect(await log.entries({ channel: SLOW })).toHaveLength(2));

    const answered: Record<string, { ts: string; text: string }[]> = {};
    let enough = (): void => {};
    const middle = new Promise<void>((resolve) => (enough = resolve));
    const loops = CHANNELS.map(async (channel) => {
      const mine = (answered[channel] = [] as { ts: string; text: string }[]);
      for (;;) {
        const text = `${channel} ${mine.length}`;
        const answer = await slack.chat.postMessage({ channel, text }).catch(() => undefined);
        if (answer === undefined) return;
        mine.push({ ts: answer.ts as string, text });
        if (mine.length === 100) enough();
      }
    });
    await middle;
    await sandbox.kill9();
    await Promise.all([...loops, ...hanging]);

    for (const channel of CHANNELS) {
      expect(answered[channel].length).toBeGreaterThan(10);
      const entries = await log.entries({ channel });
      const seen = entries.filter(({ status }) => status === 200).slice(0, answered[channel].length);
      expect(seen.map(({ accepted, request }) => ({ ts: accepted?.ts, text: textOf(request) }))).toEqual(
        answered[channel],
      );
      // At most the one that was under way when the sandbox went.
      expect(entries.length - seen.length).toBeLessThanOrEqual(1);
    }
    expect(await log.entries({ channel: SLOW })).toMatchObject([
      { name: 'chat.postMessage', accepted: { channel: SLOW }, status: null, failure: 'unanswered' },
      { name: 'conversations.info', status: null, failure: 'unanswered' },
    ]);
    const before = await log.entries();
    expect(seqs(before)).toEqual(before.map((_, index) => index + 1));

    const second = await clientOf((await startSandboxProgram(logUrl)).url);
    await second.slack.chat.postMessage({ channel: CHANNELS[0], text: 'after' });
    const all = await second.people.log();
    expect(all.slice(0, before.length)).toEqual(before);
    expect(seqs(all)).toEqual(all.map((_, index) => index + 1));
    expect(all.at(-1)).toMatchObject({ status: 200, accepted: { channel: CHANNELS[0] } });
    const { accepted } = await log.summary();
    expect(accepted).toBe(all.filter((entry) => entry.accepted).length);
  });

  it('survives half a line at the end of its file', async () => {
    const first = await startSandboxPrograms({ logFile });
    const { slack } = await clientOf(first.url);
    for (let id = 0; id < 5; id += 1) await slack.chat.postMessage({ channel: CHANNELS[0], text: `${id}` });
    await first.sandbox.kill9();
    await first.log.stop();
    truncateSync(logFile, statSync(logFile).size - 7);

    const { logUrl } = await startLogProgram({ logFile, logEntries: 1 });
    const second = await clientOf((await startSandboxProgram(logUrl)).url);
    await second.slack.chat.postMessage({ channel: CHANNELS[0], text: 'after' });
    const posts = await new LogClient(logUrl).entries({ name: 'chat.postMessage' });
    expect(posts.map(({ request }) => textOf(request))).toEqual(['0', '1', '2', '3', 'after']);
    expect(new Set(seqs(posts)).size).toBe(5);
  });
});

function textOf(request: string): string | null {
  return new URLSearchParams(request).get('text');
}
