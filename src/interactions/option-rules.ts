import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { type Asked, type RequestRules, Requests } from '../requests/index.js';
import type { SlackAnswer } from '../slack/index.js';
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

  repeated(): SlackAnswer {
    return NONE;
  }

  unknown(): SlackAnswer {
    return NONE;
  }

  late(asked: Asked): SlackAnswer {
    const known = this.last.get(keyOf(asked));
    return known === undefined ? NONE : { status: 200, body: known };
  }

  /** Too late for this letter, in time for the next. */
  answerLate(_ctx: WorkspaceContext, asked: Asked, body: unknown): Promise<void> {
    if (typeof body === 'object' && body !== null) this.last.set(keyOf(asked), body);
    return Promise.resolve();
  }

  say(): SlackAnswer {
    return NONE;
  }

  sayLate(): Promise<void> {
    return Promise.resolve();
  }
}

/** Per person: not everybody may be offered the same. */
const keyOf = ({ request, payload }: Asked) =>
  [request.tenant.workspaceId, request.userId, request.name, String(payload.value)].join('\n');
