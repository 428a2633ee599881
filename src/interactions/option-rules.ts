import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { type Asked, type RequestRules, Requests, digest } from '../requests/index.js';
import { type SlackAnswer, objectIn } from '../slack/index.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';

const MOST_KEPT = 1_000;
const NONE: SlackAnswer = { status: 200, body: { options: [] } };

/** What a menu offers while somebody types. When its source is late, what it said last time, or nothing. */
@Injectable()
export class OptionRules implements RequestRules, OnModuleInit {
  private readonly last = new LRUCache<string, object>({ max: MOST_KEPT });

  constructor(private readonly requests: Requests) {}

  onModuleInit() {
    this.requests.useRules('options', this);
  }

  onceKey() {
    return undefined;
  }

  unknown() {
    return undefined;
  }

  late(asked: Asked): SlackAnswer {
    const known = this.last.get(keyOf(asked));
    return known === undefined ? NONE : { status: 200, body: known };
  }

  answer(asked: Asked, body: unknown): SlackAnswer {
    this.keep(asked, body);
    // Slack shows an error where it gets no list.
    return body === undefined ? NONE : { status: 200, body };
  }

  /** Too late for this letter, in time for the next. */
  answerLate(_ctx: WorkspaceContext, asked: Asked, body: unknown): Promise<void> {
    this.keep(asked, body);
    return Promise.resolve();
  }

  refuses() {
    return false;
  }

  say(): SlackAnswer {
    return NONE;
  }

  sayLate(): Promise<void> {
    return Promise.resolve();
  }

  private keep(asked: Asked, body: unknown) {
    if (typeof body === 'object' && body !== null) this.last.set(keyOf(asked), body);
  }
}

/** Per person: not everybody may be offered the same. And per form, where one menu depends on what that is about. */
function keyOf({ request, payload }: Asked): string {
  const { callback_id: form, private_metadata: about } = objectIn(payload.view);
  return digest([request.tenant.workspaceId, request.userId, request.name, payload.value, form, about]);
}
