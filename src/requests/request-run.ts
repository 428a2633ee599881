import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Transactions } from '../platform/database/transactions.js';
import { AppError } from '../platform/errors/app-error.js';
import { wordsOf } from '../platform/errors/words.js';
import { Log } from '../platform/logging/log.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { BoltApp, NotInstalledError, type RegisteredHandler, type SlackAnswer } from '../slack/index.js';
import type { Asked, RequestRules } from './request-rules.js';
import { RequestStore } from './request-store.js';

const NOT_INSTALLED =
  'This app is not installed in this workspace any more. An admin can add it again from its landing page.';

export interface Run {
  id: string;
  claim: string;
  attempt: number;
}

/** Slack's request, as long as it is open. */
export interface Reply {
  open: boolean;
  send(answer: SlackAnswer): void;
}

/** One run of one handler for somebody who waits. */
@Injectable()
export class RequestRun {
  private readonly handled;

  constructor(
    private readonly store: RequestStore,
    private readonly transactions: Transactions,
    private readonly bolt: BoltApp,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.handled = metrics.counter('requests_handled_total', 'What came of what people did in Slack.', [
      'kind',
      'outcome',
    ]);
  }

  /**
   * Never rejects. @param reply absent where the process that had it died; what is said when it is closed goes the kind's
   * other way
   */
  async run(
    asked: Asked,
    handler: RegisteredHandler,
    run: Run,
    rules: RequestRules,
    reply?: Reply,
  ): Promise<void> {
    const { tenant, kind } = asked.request;
    const { id, attempt } = run;
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
        ack: (body?: unknown) => this.answer(asked, rules, body, reply),
      });
      if (reply?.open) reply.send({ status: 200 });
      this.handled.inc({ kind, outcome: 'done' });
      await this.end(asked, run, 'done', null);
    } catch (error) {
      await this.tell(asked, rules, this.sentenceFor(error, asked, handler, id, sealed), reply);
      this.handled.inc({ kind, outcome: 'failed' });
      await this.end(asked, run, 'failed', wordsOf(error));
    }
  }

  private async answer(asked: Asked, rules: RequestRules, body: unknown, reply?: Reply): Promise<void> {
    if (reply?.open) reply.send({ status: 200, body });
    else await rules.answerLate(asked.request.tenant, asked, body);
  }

  private async tell(asked: Asked, rules: RequestRules, sentence: string, reply?: Reply): Promise<void> {
    const { tenant } = asked.request;
    if (reply?.open) reply.send(rules.say(tenant, asked, sentence));
    else await rules.sayLate(tenant, asked, sentence);
  }

  /** The one place where errors meet people in Slack. */
  private sentenceFor(
    error: unknown,
    asked: Asked,
    handler: RegisteredHandler,
    reference: string,
    sealed: boolean,
  ) {
    const about = { handler: handler.owner, workspace: asked.request.tenant.workspaceId, reference };
    if (error instanceof NotInstalledError) return NOT_INSTALLED;
    if (error instanceof AppError && error.status < 500) {
      this.log.info({ ...about, code: error.code, detail: error.message }, 'A request was refused');
      return error.message;
    }
    this.log.error({ ...about, err: error }, 'A Slack handler failed');
    return sealed ? doneBut(reference) : sorry(reference);
  }

  private async end(
    asked: Asked,
    { id, claim }: Run,
    state: 'done' | 'failed',
    error: string | null,
  ): Promise<void> {
    const { kind, tenant } = asked.request;
    if (kind === 'options') return;
    try {
      await this.store.end({ workspaceId: tenant.workspaceId, id, claim, state, error });
    } catch (err) {
      this.log.warn({ err, request: id }, 'Could not note the end of a request; it will be resumed');
    }
  }
}

/** @param reference found in the log beside what went wrong */
export const sorry = (reference: string) =>
  `Sorry, that did not work. Nothing was changed; please try again. Reference: ${reference}`;

const doneBut = (reference: string) =>
  `That was done, but something went wrong afterwards. You need not repeat it. Reference: ${reference}`;
