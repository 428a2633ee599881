import { DEMO_APP_ID } from '../../sandbox/demo.js';
import type { JsonObject } from '../../sandbox/json.js';
import { LogClient } from '../../sandbox/kit/log-client.js';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import type { Grant } from '../../src/installation/index.js';
import { Program } from './program.js';

export interface BenchWorkspace {
  id: string;
  name: string;
  /** The channels' ids; the app's bot is in all of them. */
  channels: string[];
  /** What the service is given as if somebody had installed it. */
  grant: Grant;
}

/** Enough to post, to read what was posted, and to find channels. */
export const SCOPES = ['chat:write', 'channels:read', 'channels:history', 'channels:join'];

/** A sandbox and its log as processes of their own, without a seed's workspaces: a benchmark opens its own. */
export class BenchSlack {
  private constructor(
    readonly url: string,
    readonly log: LogClient,
    readonly people: SandboxClient,
    readonly program: Program,
    private readonly keeper: Program,
  ) {}

  /** @param logFile where the log has all of it, a line of JSON each; in memory the newest 10,000 */
  static async start(logFile: string): Promise<BenchSlack> {
    const keeper = Program.start('sandbox/log/main.js', { SANDBOX_LOG_FILE: logFile });
    const [, logUrl] = await keeper.waitForLine(/^sandbox log: listening on (\S+)$/);
    const program = Program.start('sandbox/main.js', { SANDBOX_PORT: '0', SANDBOX_LOG_KEEPER: logUrl });
    const [, url] = await program.waitForLine(/^sandbox: listening on (\S+)$/);
    const people = new SandboxClient(url);
    // Nobody listens for events here.
    await people.configure({ app: { botEvents: [] } });
    return new BenchSlack(url, new LogClient(logUrl), people, program, keeper);
  }

  get apiUrl(): string {
    return `${this.url}/api/`;
  }

  /** A new company with so many channels, and the app in all of them. */
  async workspace(name: string, channels: number, scopes = SCOPES): Promise<BenchWorkspace> {
    const id = await this.people.openWorkspace(name);
    const people = this.people.in(name);
    const { botToken: token, botUserId: userId } = await people.obtainTokens(scopes);
    const ids: string[] = [];
    for (let number = 1; number <= channels; number += 1) {
      const channel = await people.createChannel(`bench-${number}`);
      await people.invite(channel);
      ids.push(channel);
    }
    const bot = { token, userId, scopes, id: await this.botId(token) };
    return { id, name, channels: ids, grant: { team: { id, name }, appId: DEMO_APP_ID, bot } };
  }

  /** Switches the limits on with these settings, and forgets what was used of them. */
  async limit(limits: JsonObject): Promise<void> {
    await this.people.configure({ limits });
  }

  /** Ends both; the log's file is then whole. */
  async stop(): Promise<void> {
    await this.program.stop();
    await this.keeper.stop();
  }

  private async botId(token: string): Promise<string> {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${this.apiUrl}auth.test`, { method: 'POST', headers });
    return ((await answer.json()) as { bot_id: string }).bot_id;
  }
}
