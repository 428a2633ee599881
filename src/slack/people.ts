import { Injectable } from '@nestjs/common';
import type { KnownBlock, ModalView } from '@slack/types';
import { type ChatPostMessageArguments, type WebClient, WebAPIPlatformError } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { within } from '../platform/deadline.js';
import { AppError } from '../platform/errors/app-error.js';
import { Log } from '../platform/logging/log.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { truncatePlain } from './block-kit/index.js';
import { SlackClients } from './slack-clients.js';
import type { Tenant } from './domain/index.js';

const MOST_KNOWN = 10_000;
const KNOWN_FOR_MS = 10 * 60 * 1_000;
const LOOKUP_MS = 1_000;
const RESPONSE_URL_MS = 5_000;

export type Belonging = 'member' | 'stranger' | 'unknown';

/** What can't wait for a lane: who somebody is, and a word to the person who waits for one. */
@Injectable()
export class People {
  private readonly belongings = new LRUCache<string, Belonging>({ max: MOST_KNOWN, ttl: KNOWN_FOR_MS });

  constructor(
    private readonly clients: SlackClients,
    private readonly log: Log,
  ) {}

  /**
   * Whether somebody belongs to the company that installed the app. In a shared channel people of another company see its
   * cards too. A differing `team_id` says only that it may be so: in an organisation people work in several workspaces.
   * @see https://docs.slack.dev/apis/slack-connect, facts sheet section 21
   */
  async belonging(tenant: Tenant, userId: string, userTeamId: string | undefined): Promise<Belonging> {
    // Where only the person's own workspace is named, that it is the same one says nothing.
    if (userTeamId === undefined || (userTeamId === tenant.workspaceId && !tenant.orgWide)) return 'member';
    const key = `${tenant.workspaceId} ${userId}`;
    const known = this.belongings.get(key);
    if (known !== undefined) return known;
    const found = await this.lookUp(tenant, userId);
    if (found !== 'unknown') this.belongings.set(key, found);
    return found;
  }

  private async lookUp(tenant: Tenant, userId: string): Promise<Belonging> {
    try {
      const { team_id: home, enterprise_user: grid } = await within(LOOKUP_MS, this.userInfo(tenant, userId));
      const inWorkspace = home === tenant.workspaceId || (grid?.teams ?? []).includes(tenant.workspaceId);
      const same =
        (grid?.enterprise_id !== undefined && grid.enterprise_id === tenant.enterpriseId) ||
        (inWorkspace && !tenant.orgWide);
      return same ? 'member' : 'stranger';
    } catch (err) {
      if (NOT_OURS.has(refusalOf(err))) return 'stranger';
      this.log.warn(
        { err, workspace: tenant.workspaceId, user: userId },
        'Could not look up where somebody belongs',
      );
      return 'unknown';
    }
  }

  /** Asks our database for the token, and Slack. */
  private async userInfo(tenant: Tenant, userId: string) {
    const { users } = await this.clients.of(tenant);
    return (await users.info({ user: userId })).user ?? {};
  }

  /**
   * Writes to where a click or a command came from: five times within half an hour, without a token. Failing is logged.
   * @returns whether it arrived
   */
  async respond(url: string, message: Readonly<Record<string, unknown>>): Promise<boolean> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(message),
        redirect: 'error',
        signal: AbortSignal.timeout(RESPONSE_URL_MS),
      });
      await response.body?.cancel();
      if (!response.ok) this.log.warn({ status: response.status }, 'A response_url took no answer');
      return response.ok;
    } catch (err) {
      this.log.warn({ err }, 'A response_url could not be reached');
      return false;
    }
  }

  /** Writes to somebody alone, whatever `message` says of channels. Failing is logged. */
  async tell(ctx: WorkspaceContext, userId: string, message: DirectMessage): Promise<void> {
    const { text = '', blocks, attachments } = message;
    try {
      const { chat } = await this.clients.of(ctx);
      await chat.postMessage({ channel: userId, text, blocks, attachments } as ChatPostMessageArguments);
    } catch (err) {
      this.log.warn({ err, workspace: ctx.workspaceId, user: userId }, 'Could not write to a person');
    }
  }

  /**
   * Opens a modal at once, while the trigger is fresh (3 s, one use), to be filled when there is something to show.
   *
   * @example
   * const modal = await people.openLoading(ctx, body.trigger_id, 'Silences');
   * await modal.fill(silences.list(ctx).then(silencesView));
   *
   * @throws ExpiredTriggerError when it came too late
   */
  async openLoading(ctx: WorkspaceContext, triggerId: string, title: string): Promise<OpenModal> {
    const { views } = await this.clients.of(ctx);
    const viewId = await openAt(views, triggerId, loadingView(title));
    return {
      viewId,
      fill: async (filled) => {
        let view: ModalView;
        try {
          view = await filled;
        } catch (error) {
          await this.updateView(ctx, viewId, plainView(title, NOT_LOADED));
          throw error;
        }
        try {
          await views.update({ view_id: viewId, view });
        } catch (error) {
          // Whoever closed it while it was loading wants to see nothing more.
          if (refusalOf(error) !== GONE) throw error;
        }
      },
    };
  }

  /** Shows another view in a modal's place. Failing is logged. */
  async updateView(ctx: WorkspaceContext, viewId: string, view: ModalView): Promise<Shown> {
    try {
      const { views } = await this.clients.of(ctx);
      await views.update({ view_id: viewId, view });
      return 'shown';
    } catch (err) {
      const gone = refusalOf(err) === GONE;
      const about = { err, workspace: ctx.workspaceId };
      if (gone) this.log.info(about, 'A modal was closed before it could be updated');
      else this.log.warn(about, 'A modal could not be updated');
      return gone ? 'gone' : 'refused';
    }
  }
}

/** `gone`: somebody closed it. */
export type Shown = 'shown' | 'gone' | 'refused';

/** Of a message as a handler writes it; anything else of it has no place in a direct message. */
export interface DirectMessage {
  readonly text?: unknown;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
}

export interface OpenModal {
  viewId: string;
  /** Shows the view, when it is there. If it can't be made the modal says so, and what was thrown is thrown on. */
  fill(view: ModalView | Promise<ModalView>): Promise<void>;
}

/** Slack opens nothing any more for what somebody did: that was more than 3 s ago, or has opened something already. */
export class ExpiredTriggerError extends AppError {
  readonly code = 'expired-trigger';
  readonly status = 409;
  readonly title = 'The moment to open a window has passed';
}

const EXPIRED = new Set(['expired_trigger_id', 'exchanged_trigger_id']);

async function openAt(views: WebClient['views'], triggerId: string, view: ModalView): Promise<string> {
  try {
    return (await views.open({ trigger_id: triggerId, view })).view?.id ?? '';
  } catch (cause) {
    if (!EXPIRED.has(refusalOf(cause))) throw cause;
    throw new ExpiredTriggerError({
      detail: 'That took too long, and Slack opens no window for it any more. Please try again.',
      cause,
    });
  }
}

/** Slack's word for why it refused a call; empty where it was something else. */
const refusalOf = (error: unknown): string => (error instanceof WebAPIPlatformError ? error.data.error : '');

/** A view that is closed. */
const GONE = 'not_found';
/** Somebody whom the workspace can't see at all. */
const NOT_OURS = new Set(['user_not_found', 'user_not_visible']);
const NOT_LOADED = 'Sorry, this could not be loaded. You can close this window and try again.';

const LONGEST_TITLE = 24;
const LONGEST_TEXT = 3_000;

/** A modal that only says something. @param title cut to Slack's 24 characters */
export function plainView(title: string, text: string): ModalView {
  const section: KnownBlock = {
    type: 'section',
    text: { type: 'plain_text', text: truncatePlain(text, LONGEST_TEXT), emoji: true },
  };
  return {
    type: 'modal',
    title: { type: 'plain_text', text: [...title].slice(0, LONGEST_TITLE).join('') || 'Switchboard' },
    blocks: [section],
  };
}

export const loadingView = (title: string): ModalView =>
  plainView(title, ':hourglass_flowing_sand: Working …');
