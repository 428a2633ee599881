import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { type Asked, type RequestRules, Requests } from '../requests/index.js';
import { People, type SlackAnswer } from '../slack/index.js';

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
    return typeof trigger === 'string' ? `command ${trigger}` : undefined;
  }

  repeated(): SlackAnswer {
    return { status: 200 };
  }

  unknown({ request }: Asked): SlackAnswer {
    return ephemeral(`This app does not know the command ${request.name}.`);
  }

  /** An empty answer shows nothing; what the handler says follows. */
  late(): SlackAnswer {
    return { status: 200 };
  }

  async answerLate(_ctx: WorkspaceContext, { payload }: Asked, body: unknown): Promise<void> {
    if (body === undefined || body === '' || typeof payload.response_url !== 'string') return;
    const message = typeof body === 'string' ? { text: body } : (body as object);
    await this.people.respond(payload.response_url, { ...message });
  }

  say(_ctx: WorkspaceContext, _asked: Asked, sentence: string): SlackAnswer {
    return ephemeral(sentence);
  }

  sayLate(ctx: WorkspaceContext, asked: Asked, sentence: string): Promise<void> {
    return this.answerLate(ctx, asked, { response_type: 'ephemeral', text: sentence });
  }
}

const ephemeral = (text: string): SlackAnswer => ({
  status: 200,
  body: { response_type: 'ephemeral', text },
});
