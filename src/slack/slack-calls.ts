import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { Pool, errors } from 'undici';
import { Config } from '../platform/config/config.js';
import { type Refusal, type SlackFailure, httpFailure, refusal } from './slack-failure.js';
import { type BotOwner, SlackTokens } from './slack-tokens.js';

/** Slack answers within seconds, or not at all. */
const TIMEOUT_MS = 10_000;
const CONNECTIONS = 128;

/** Tells Slack, and whoever reads a log of requests, which process it was. */
const USER_AGENT = `Switchboard (worker ${process.pid}-${randomBytes(4).toString('hex')})`;

export type SlackAnswerBody = Readonly<Record<string, unknown>> & { ok: true };

/** Slack did not do what was asked. */
export class SlackCallError extends Error {
  constructor(readonly failure: SlackFailure) {
    super(failure.words);
  }

  get code(): string {
    return this.failure.code;
  }
}

/**
 * One attempt at a Web API method, over connections that stay open. For what is sent by the thousand: WebClient builds a
 * form and a fetch for each call, and costs several times as much (ADR 0016). Everything else goes through `SlackClients`.
 */
@Injectable()
export class SlackCalls implements BeforeApplicationShutdown {
  private readonly pool: Pool;
  private readonly path: string;

  constructor(
    private readonly tokens: SlackTokens,
    config: Config,
  ) {
    const { origin, pathname } = new URL(config.slack.apiUrl);
    this.path = pathname;
    this.pool = new Pool(origin, {
      connections: CONNECTIONS,
      // A request is written when its turn has come, never behind another one's answer.
      pipelining: 1,
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
      connectTimeout: TIMEOUT_MS,
    });
  }

  /**
   * @throws SlackCallError, NotInstalledError
   */
  async call(owner: BotOwner, method: string, args: object): Promise<SlackAnswerBody> {
    const bot = await this.tokens.botOf(owner);
    // Methods that write take JSON; of those that read not all do.
    const isJson = method.startsWith('chat.');
    // An organisation's one token serves many workspaces.
    const whole = { ...args, team_id: owner.workspaceId };
    try {
      return await this.post(`${this.path}${method}`, {
        authorization: `Bearer ${bot.botToken}`,
        type: isJson ? 'application/json; charset=utf-8' : 'application/x-www-form-urlencoded',
        body: isJson ? JSON.stringify(whole) : formOf(whole),
      });
    } catch (error) {
      // Whoever made the call is told by its error; this is about all the calls to come.
      if (error instanceof SlackCallError)
        await this.tokens
          .refused({ ...bot, workspaceId: owner.workspaceId }, error.code)
          .catch(() => undefined);
      throw error;
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.pool.close();
  }

  private async post(
    path: string,
    { authorization, type, body }: { authorization: string; type: string; body: string },
  ): Promise<SlackAnswerBody> {
    let status: number;
    let retryAfter: string | string[] | undefined;
    let text: string;
    try {
      const response = await this.pool.request({
        path,
        method: 'POST',
        headers: { authorization, 'content-type': type, 'user-agent': USER_AGENT },
        body,
      });
      status = response.statusCode;
      retryAfter = response.headers['retry-after'];
      text = await response.body.text();
    } catch (error) {
      throw new SlackCallError(unreachable(error));
    }
    if (status !== 200) throw new SlackCallError(httpFailure(status, '', [retryAfter].flat()[0]));
    const answer = parsed(text);
    if (answer === undefined) {
      const words = 'Slack answered something that is no JSON';
      throw new SlackCallError({ kind: 'retry', code: 'no_json', words, mayHaveArrived: true });
    }
    if (answer.ok !== true) throw new SlackCallError(refusal(answer as unknown as Refusal));
    return answer as SlackAnswerBody;
  }
}

function formOf(args: object): string {
  const given = Object.entries(args).filter(([, value]) => value !== undefined && value !== null);
  return new URLSearchParams(
    given.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Nothing was written before a connection stood: then it has surely not arrived. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'EHOSTUNREACH',
]);

/** No answer came. */
export function unreachable(error: unknown): SlackFailure {
  const { code, message } = error as Error & { code?: string };
  const timedOut = error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError;
  return {
    kind: 'retry',
    code: timedOut ? 'timeout' : 'unreachable',
    words: timedOut ? 'Slack did not answer in time' : `Slack could not be reached (${message})`,
    mayHaveArrived: code === undefined || !NOT_CONNECTED.has(code),
  };
}
