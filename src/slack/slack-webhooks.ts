import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Agent, request } from 'undici';
import { SlackCallError, unreachable } from './slack-calls.js';
import { webhookFailure } from './webhook-failure.js';

const TIMEOUT_MS = 10_000;
const CONNECTIONS = 16;

/** One attempt at a post through an incoming webhook. Its URL is a secret: no error of ours tells it. */
@Injectable()
export class SlackWebhooks implements BeforeApplicationShutdown {
  private readonly agent = new Agent({
    connections: CONNECTIONS,
    pipelining: 1,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    connectTimeout: TIMEOUT_MS,
  });

  /** @throws SlackCallError */
  async post(url: string, message: object): Promise<void> {
    let status: number;
    let retryAfter: string | string[] | undefined;
    let text: string;
    try {
      const response = await request(url, {
        dispatcher: this.agent,
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(message),
      });
      status = response.statusCode;
      retryAfter = response.headers['retry-after'];
      text = await response.body.text();
    } catch (error) {
      throw new SlackCallError(unreachable(error));
    }
    if (status === 200 && text.trim() === 'ok') return;
    throw new SlackCallError(webhookFailure(status, text, [retryAfter].flat()[0]));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.agent.close();
  }
}
