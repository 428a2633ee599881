import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ModalView } from '@slack/types';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { type Asked, type RequestRules, Requests } from '../requests/index.js';
import {
  People,
  type SlackAnswer,
  type SlackPayload,
  loadingView,
  objectIn,
  plainView,
} from '../slack/index.js';
import { digest } from './action-rules.js';
import { asFilledIn } from './domain/filled-form.js';

const NOBODY = 'This app no longer knows this form; it may come from an older version. Nothing was changed.';

/**
 * Modals. The answer to a submission decides what becomes of the modal; when it can't wait for the handler it shows
 * "Working …", and is updated when the handler has answered.
 */
@Injectable()
export class ViewRules implements RequestRules, OnModuleInit {
  constructor(
    private readonly requests: Requests,
    private readonly people: People,
  ) {}

  onModuleInit() {
    this.requests.useRules('view', this);
    this.requests.useRules('view_closed', this);
  }

  onceKey({ request, payload }: Asked) {
    const { id, hash, state } = objectIn(payload.view);
    return digest([request.kind, request.userId, id, hash, state]);
  }

  /** Closes the modal, as the first one's answer will. */
  repeated(): SlackAnswer {
    return { status: 200 };
  }

  unknown(asked: Asked): SlackAnswer {
    if (asked.request.kind === 'view_closed') return { status: 200 };
    return this.say(asked.request.tenant, asked, NOBODY);
  }

  late({ request, payload }: Asked): SlackAnswer {
    return request.kind === 'view_closed' ? { status: 200 } : update(loadingView(titleOf(payload)));
  }

  async answerLate(ctx: WorkspaceContext, { request, payload }: Asked, body: unknown): Promise<void> {
    const { id } = objectIn(payload.view);
    if (request.kind === 'view_closed' || typeof id !== 'string') return;
    await this.people.updateView(ctx, id, shownLate(payload, objectIn(body)));
  }

  /** Beside a field, where there is one: what was typed stays. */
  say(_ctx: WorkspaceContext, { request, payload }: Asked, sentence: string): SlackAnswer {
    if (request.kind === 'view_closed') return { status: 200 };
    const blockId = firstInput(payload);
    if (blockId === undefined) return update(plainView(titleOf(payload), sentence));
    return { status: 200, body: { response_action: 'errors', errors: { [blockId]: sentence } } };
  }

  async sayLate(ctx: WorkspaceContext, { request, payload }: Asked, sentence: string): Promise<void> {
    const { id } = objectIn(payload.view);
    if (request.kind === 'view_closed' || typeof id !== 'string') {
      return this.people.tell(ctx, request.userId, sentence);
    }
    await this.people.updateView(ctx, id, plainView(titleOf(payload), sentence));
  }
}

const update = (view: ModalView): SlackAnswer => ({ status: 200, body: { response_action: 'update', view } });

/** A modal can't be closed from here any more, nor another one put on top: what was to be seen is seen in its place. */
function shownLate(payload: SlackPayload, answer: SlackPayload): ModalView {
  switch (answer.response_action) {
    case 'update':
    case 'push':
      return answer.view as ModalView;
    case 'errors':
      return asFilledIn(objectIn(payload.view), objectIn(answer.errors));
    default:
      return plainView(titleOf(payload), ':white_check_mark: Done. You can close this window.');
  }
}

function titleOf(payload: SlackPayload): string {
  const { text } = objectIn(objectIn(payload.view).title);
  return typeof text === 'string' ? text : '';
}

function firstInput(payload: SlackPayload): string | undefined {
  const { blocks } = objectIn(payload.view);
  const input = (Array.isArray(blocks) ? blocks : []).map(objectIn).find(({ type }) => type === 'input');
  return typeof input?.block_id === 'string' ? input.block_id : undefined;
}
