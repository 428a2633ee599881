import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ModalView } from '@slack/types';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { type Asked, type Notice, type RequestRules, Requests, digest } from '../requests/index.js';
import {
  People,
  type SlackAnswer,
  type SlackPayload,
  escapeMrkdwn,
  loadingView,
  objectIn,
  plainView,
} from '../slack/index.js';
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

  unknown({ request }: Asked): Notice | undefined {
    return request.kind === 'view_closed' ? undefined : { text: NOBODY, again: false };
  }

  late({ request, payload }: Asked): SlackAnswer {
    return request.kind === 'view_closed' ? { status: 200 } : update(loadingView(titleOf(payload)));
  }

  answer(_asked: Asked, body: unknown): SlackAnswer {
    return { status: 200, body };
  }

  async answerLate(ctx: WorkspaceContext, asked: Asked, body: unknown): Promise<void> {
    if (asked.request.kind === 'view_closed') return;
    const answer = objectIn(body);
    await this.show(ctx, asked, shownLate(asked.payload, answer), wordsOfLate(asked.payload, answer));
  }

  refuses(body: unknown) {
    return objectIn(body).response_action === 'errors';
  }

  /** Beside a field, where there is one and they may submit it again: what was typed stays. */
  say({ request, payload }: Asked, { text, again }: Notice): SlackAnswer | undefined {
    if (request.kind === 'view_closed') return undefined;
    const blockId = again ? firstInput(payload) : undefined;
    if (blockId === undefined) return update(plainView(titleOf(payload), text));
    return { status: 200, body: { response_action: 'errors', errors: { [blockId]: text } } };
  }

  async sayLate(ctx: WorkspaceContext, asked: Asked, { text, again }: Notice): Promise<void> {
    const { request, payload } = asked;
    if (request.kind === 'view_closed')
      return this.people.tell(ctx, request.userId, { text: escapeMrkdwn(text) });
    const view = again ? asFilledIn<ModalView>(objectIn(payload.view), {}, text) : undefined;
    await this.show(ctx, asked, view ?? plainView(titleOf(payload), text), text);
  }

  /** In the modal's place. Where that is closed, or takes no such view, the words alone are said. */
  private async show(ctx: WorkspaceContext, { request, payload }: Asked, view: ModalView, words: string) {
    const { id } = objectIn(payload.view);
    if (typeof id === 'string') {
      const shown = await this.people.updateView(ctx, id, view);
      if (shown === 'shown') return;
      const plain = plainView(titleOf(payload), words);
      if (shown === 'refused' && (await this.people.updateView(ctx, id, plain)) === 'shown') return;
    }
    await this.people.tell(ctx, request.userId, { text: escapeMrkdwn(words) });
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

function wordsOfLate(payload: SlackPayload, answer: SlackPayload): string {
  const title = titleOf(payload);
  if (answer.response_action !== 'errors') return `“${title}” is done, but what it says can’t be shown here.`;
  const errors = Object.values(objectIn(answer.errors)).filter((one) => typeof one === 'string');
  return `“${title}” was not accepted, and nothing was changed: ${errors.join(' ')}`;
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
