import { Injectable } from '@nestjs/common';
import type { KnownBlock, ModalView } from '@slack/types';
import { LRUCache } from 'lru-cache';
import { within } from '../platform/deadline.js';
import { Log } from '../platform/logging/log.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
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
      const { users } = await this.clients.of(tenant);
      const { user } = await within(LOOKUP_MS, users.info({ user: userId }));
      const { enterprise_id: enterpriseId, teams } = user?.enterprise_user ?? {};
      const inWorkspace = user?.team_id === tenant.workspaceId || (teams ?? []).includes(tenant.workspaceId);
      const same =
        (enterpriseId !== undefined && enterpriseId === tenant.enterpriseId) ||
        (inWorkspace && !tenant.orgWide);
      return same ? 'member' : 'stranger';
    } catch (err) {
      this.log.warn(
        { err, workspace: tenant.workspaceId, user: userId },
        'Could not look up where somebody belongs',
      );
      return 'unknown';
    }
  }

  /** Writes to where a click or a command came from: five times within half an hour, without a token. Failing is logged. */
  async respond(url: string, message: Readonly<Record<string, unknown>>): Promise<void> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(message),
        redirect: 'error',
        signal: AbortSignal.timeout(RESPONSE_URL_MS),
      });
      if (!response.ok) this.log.warn({ status: response.status }, 'A response_url took no answer');
    } catch (err) {
      this.log.warn({ err }, 'A response_url could not be reached');
    }
  }

  /** Writes to somebody alone. Failing is logged. */
  async tell(ctx: WorkspaceContext, userId: string, text: string): Promise<void> {
    try {
      const { chat } = await this.clients.of(ctx);
      await chat.postMessage({ channel: userId, text });
    } catch (err) {
      this.log.warn({ err, workspace: ctx.workspaceId, user: userId }, 'Could not write to a person');
    }
  }

  /**
   * Opens a modal at once, while the trigger is fresh (3 s, one use), to be filled when there is something to show.
   *
   * @example
   * const modal = await people.openLoading(ctx, body.trigger_id, 'Silences');
   * await modal.fill(silencesView(await silences.list(ctx)));
   */
  async openLoading(ctx: WorkspaceContext, triggerId: string, title: string): Promise<OpenModal> {
    const { views } = await this.clients.of(ctx);
    const { view } = await views.open({ trigger_id: triggerId, view: loadingView(title) });
    const viewId = view?.id ?? '';
    return {
      viewId,
      fill: async (filled) => {
        await views.update({ view_id: viewId, view: filled });
      },
    };
  }

  /** Shows another view in a modal's place. Failing is logged. */
  async updateView(ctx: WorkspaceContext, viewId: string, view: ModalView): Promise<void> {
    try {
      const { views } = await this.clients.of(ctx);
      await views.update({ view_id: viewId, view });
    } catch (err) {
      this.log.warn({ err, workspace: ctx.workspaceId }, 'A modal could not be updated');
    }
  }
}

export interface OpenModal {
  viewId: string;
  fill(view: ModalView): Promise<void>;
}

const LONGEST_TITLE = 24;

/** A modal that only says something. @param title cut to Slack's 24 characters */
export function plainView(title: string, text: string): ModalView {
  const section: KnownBlock = { type: 'section', text: { type: 'plain_text', text, emoji: true } };
  return {
    type: 'modal',
    title: { type: 'plain_text', text: [...title].slice(0, LONGEST_TITLE).join('') || 'Switchboard' },
    blocks: [section],
  };
}

export const loadingView = (title: string): ModalView =>
  plainView(title, ':hourglass_flowing_sand: Working …');
