import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { type Asked, type Notice, type RequestRules, Requests, digest } from '../requests/index.js';
import { People, type SlackAnswer, type SlackPayload, escapeMrkdwn, objectIn } from '../slack/index.js';

/** How a slash command is answered: by a message, in the answer itself or through its `response_url`. */
@Injectable()
export class CommandRules implements RequestRules, OnModuleInit {
  constructor(
    private readonly requests: Requests,
    private readonly people: People,
  ) {}

  onModuleInit() {
    this.requests.useRules('command', this);
  }

  /** Typed twice is meant twice; Socket Mode may bring one again, with its trigger. */
  onceKey({ payload }: Asked) {
    const { trigger_id: trigger } = payload;
    return typeof trigger === 'string' ? digest(['command', trigger]) : undefined;
  }

  unknown({ request }: Asked): Notice {
    return { text: `This app does not know the command ${request.name}.`, again: false };
  }

  /** An empty answer shows nothing; what the handler says follows. */
  late(): SlackAnswer {
    return { status: 200 };
  }

  answer(_asked: Asked, body: unknown): SlackAnswer {
    return { status: 200, body };
  }

  async answerLate(ctx: WorkspaceContext, asked: Asked, body: unknown): Promise<void> {
    if (body === undefined || body === '') return;
    await this.write(ctx, asked, typeof body === 'string' ? { text: body } : objectIn(body));
  }

  refuses() {
    return false;
  }

  say(_asked: Asked, { text }: Notice): SlackAnswer {
    return { status: 200, body: { response_type: 'ephemeral', text: escapeMrkdwn(text) } };
  }

  sayLate(ctx: WorkspaceContext, asked: Asked, { text }: Notice): Promise<void> {
    return this.write(ctx, asked, { response_type: 'ephemeral', text: escapeMrkdwn(text) });
  }

  /** A `response_url` takes five answers within half an hour; after that a direct message does. */
  private async write(ctx: WorkspaceContext, { request, payload }: Asked, message: SlackPayload) {
    const { response_url: url } = payload;
    if (typeof url === 'string' && (await this.people.respond(url, message))) return;
    await this.people.tell(ctx, request.userId, message);
  }
}
