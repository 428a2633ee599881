import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { type Asked, type Notice, type RequestRules, Requests, digest } from '../requests/index.js';
import { People, type SlackAnswer, type SlackPayload, escapeMrkdwn, objectIn } from '../slack/index.js';

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

  /**
   * One person, one button, one meaning. Slack gives each of two clicks its own trigger. A shortcut is chosen from a menu:
   * twice is meant twice, and only Socket Mode may bring one again, with its trigger.
   */
  onceKey({ request, payload }: Asked) {
    if (request.kind === 'shortcut') return digest(['shortcut', request.userId, payload.trigger_id]);
    const { action_ts: at, ...meaning } = actionOf(payload);
    const container = objectIn(payload.container);
    const place = [container.channel_id, container.message_ts, container.view_id];
    // A view that has changed since means another click, and so does each change of what holds a value: to and fro again
    // are three.
    const changed = [objectIn(payload.view).hash, holdsValue(meaning.type) ? at : undefined];
    return digest([request.kind, request.name, request.userId, place, meaning, changed]);
  }

  unknown({ payload }: Asked): Notice | undefined {
    // A link's button is pressed too; the browser does the rest.
    return typeof actionOf(payload).url === 'string' ? undefined : { text: NOBODY, again: false };
  }

  late(): SlackAnswer {
    return { status: 200 };
  }

  answer(): SlackAnswer {
    return { status: 200 };
  }

  answerLate(): Promise<void> {
    return Promise.resolve();
  }

  refuses() {
    return false;
  }

  say(): undefined {
    return undefined;
  }

  async sayLate(ctx: WorkspaceContext, { request, payload }: Asked, { text }: Notice): Promise<void> {
    const { response_url: url } = payload;
    const message = { response_type: 'ephemeral', replace_original: false, text: escapeMrkdwn(text) };
    if (typeof url === 'string' && (await this.people.respond(url, message))) return;
    await this.people.tell(ctx, request.userId, { text: escapeMrkdwn(text) });
  }
}

const actionOf = ({ actions }: SlackPayload) => objectIn(Array.isArray(actions) ? actions[0] : undefined);

/** What is pressed, and holds nothing that could be put back. Facts sheet, section 7. */
const PRESSED = new Set<unknown>([
  'button',
  'overflow',
  'icon_button',
  'feedback_buttons',
  'workflow_button',
  undefined,
]);

const holdsValue = (type: unknown) => !PRESSED.has(type);
