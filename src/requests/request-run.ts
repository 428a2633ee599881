import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Transactions } from '../platform/database/transactions.js';
import { within } from '../platform/deadline.js';
import { AppError } from '../platform/errors/app-error.js';
import { wordsOf } from '../platform/errors/words.js';
import { Log } from '../platform/logging/log.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { BoltApp, NotInstalledError, type RegisteredHandler } from '../slack/index.js';
import { Conversation, type Reply } from './conversation.js';
import { RequestLimits } from './request-limits.js';
import type { Asked, Notice, RequestRules } from './request-rules.js';
import { LostRequestError, RequestStore } from './request-store.js';

/** Somebody may be waiting to be told how it ended. */
const END_BY_MS = 1_000;

export interface Run {
  id: string;
  claim: string;
  attempt: number;
}

/** One run of one handler for somebody who waits. */
@Injectable()
export class RequestRun {
  private readonly handled;

  constructor(
    private readonly store: RequestStore,
    private readonly transactions: Transactions,
    private readonly bolt: BoltApp,
    private readonly limits: RequestLimits,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.handled = metrics.counter('requests_handled_total', 'What came of what people did in Slack.', [
      'kind',
      'outcome',
    ]);
  }

  /** Never rejects. @param reply absent where the process that had it died */
  async run(
    asked: Asked,
    handler: RegisteredHandler,
    run: Run,
    rules: RequestRules,
    reply?: Reply,
  ): Promise<void> {
    const { tenant, kind } = asked.request;
    const { id, attempt } = run;
    const talk = new Conversation(asked, rules, this.limits, () => this.isOurs(asked, run), reply);
    /** The handler's effects are committed, whatever comes after. */
    let sealed = false;
    const seal = async (tx: EntityManager) => {
      await this.store.seal(tx, tenant.workspaceId, id, run.claim);
      this.transactions.afterCommit(tx, 'sealed', () => {
        sealed = true;
        return Promise.resolve();
      });
    };
    const unit = kind === 'options' ? {} : { unit: { seal } };
    try {
      await this.bolt.dispatch({
        handler,
        ctx: { workspaceId: tenant.workspaceId, ...unit, reference: id, attempt },
        tenant,
        payload: asked.payload,
        ack: (body?: unknown) => talk.ack(body),
      });
      await talk.finish();
      this.handled.inc({ kind, outcome: 'done' });
      await this.end(asked, run, { state: 'done', error: null, again: talk.refused && !sealed });
    } catch (error) {
      if (error instanceof LostRequestError) return this.lose(asked, handler, id);
      this.handled.inc({ kind, outcome: 'failed' });
      const notice = this.noticeOf(error, asked, handler, id, sealed);
      // Before it is told: who is asked to try again does so, and must not be taken for a double click.
      await this.end(asked, run, { state: 'failed', error: wordsOf(error), again: !sealed });
      await this.tell(talk, notice, id);
    }
  }

  /** This process stood still for longer than its lease, and another one does it now: that one answers. */
  private lose({ request }: Asked, handler: RegisteredHandler, reference: string) {
    this.handled.inc({ kind: request.kind, outcome: 'lost' });
    const about = { handler: handler.owner, workspace: request.tenant.workspaceId, reference };
    this.log.warn(about, 'Another process took this request over; nothing of what was done here is kept');
  }

  private async tell(talk: Conversation, notice: Notice, reference: string): Promise<void> {
    try {
      await talk.tell(notice);
    } catch (err) {
      this.log.error({ err, reference }, 'Somebody could not be told that a handler failed');
    }
  }

  /** The one place where errors meet people in Slack. */
  private noticeOf(
    error: unknown,
    asked: Asked,
    handler: RegisteredHandler,
    reference: string,
    sealed: boolean,
  ): Notice {
    const about = { handler: handler.owner, workspace: asked.request.tenant.workspaceId, reference };
    if (error instanceof NotInstalledError) {
      this.log.info(about, 'Somebody used the app in a workspace that is not installed');
      return { text: NOT_INSTALLED, again: false };
    }
    if (error instanceof AppError && error.status < 500) {
      this.log.info({ ...about, code: error.code, detail: error.message }, 'A request was refused');
      return { text: error.message, again: !sealed };
    }
    this.log.error({ ...about, err: error }, 'A Slack handler failed');
    return sealed ? { text: doneBut(reference), again: false } : { text: sorry(reference), again: true };
  }

  private async isOurs(asked: Asked, { id, claim }: Run): Promise<boolean> {
    const { kind, tenant } = asked.request;
    if (kind === 'options') return true;
    try {
      return await within(END_BY_MS, this.store.holds(tenant.workspaceId, id, claim));
    } catch (err) {
      this.log.warn({ err, reference: id }, 'Could not ask whether a request is still ours; it is answered');
      return true;
    }
  }

  private async end(
    asked: Asked,
    { id, claim }: Run,
    how: { state: 'done' | 'failed'; error: string | null; again: boolean },
  ): Promise<void> {
    const { kind, tenant } = asked.request;
    if (kind === 'options') return;
    try {
      await within(END_BY_MS, this.store.end({ workspaceId: tenant.workspaceId, id, claim, ...how }));
    } catch (err) {
      this.log.warn({ err, reference: id }, 'Could not note the end of a request; it may be resumed');
    }
  }
}

const NOT_INSTALLED =
  'This app is not installed in this workspace any more. An admin can add it again from its landing page.';

/** @param reference found in the log beside what went wrong */
export const sorry = (reference: string) =>
  `Sorry, that did not work. Nothing was changed; please try again. Reference: ${reference}`;

const doneBut = (reference: string) =>
  `That was done, but something went wrong afterwards. You need not repeat it. Reference: ${reference}`;
