import { Injectable, type OnModuleInit } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { type Asked, type RequestRules, Requests } from '../requests/index.js';
import { People, type SlackAnswer, objectIn } from '../slack/index.js';

const NOBODY =
  'This app no longer does what that was for; it may come from an older version. Nothing was changed.';

/**
 * Buttons, menus and shortcuts. Slack shows nothing of their answers' bodies, so a sentence goes where the click came
 * from, to that person alone, or into a direct message.
 */
@Injectable()
export class ActionRules implements RequestRules, OnModuleInit {
  constructor(
    private readonly requests: Requests,
    private readonly people: People,
  ) {}

  onModuleInit() {
    this.requests.useRules('action', this);
    this.requests.useRules('shortcut', this);
  }

  /** One person, one button, one meaning. Slack gives each of two clicks its own trigger. */
  onceKey({ request, payload }: Asked) {
    const action = objectIn(Array.isArray(payload.actions) ? payload.actions[0] : undefined);
    const { action_ts: _, ...meaning } = action;
    const container = objectIn(payload.container);
    const place = [container.channel_id, container.message_ts, container.view_id, payload.message_ts];
    return digest([request.kind, request.name, request.userId, place, meaning]);
  }

  repeated(): SlackAnswer {
    return { status: 200 };
  }

  unknown(asked: Asked): SlackAnswer {
    const action = objectIn(Array.isArray(asked.payload.actions) ? asked.payload.actions[0] : undefined);
    // A link's button is pressed too; the browser does the rest.
    if (typeof action.url === 'string') return { status: 200 };
    return this.say(asked.request.tenant, asked, NOBODY);
  }

  late(): SlackAnswer {
    return { status: 200 };
  }

  answerLate(): Promise<void> {
    return Promise.resolve();
  }

  say(ctx: WorkspaceContext, asked: Asked, sentence: string): SlackAnswer {
    void this.sayLate(ctx, asked, sentence);
    return { status: 200 };
  }

  async sayLate(ctx: WorkspaceContext, { request, payload }: Asked, sentence: string): Promise<void> {
    if (typeof payload.response_url !== 'string') return this.people.tell(ctx, request.userId, sentence);
    const message = { response_type: 'ephemeral', replace_original: false, text: sentence };
    await this.people.respond(payload.response_url, message);
  }
}

export const digest = (parts: unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
