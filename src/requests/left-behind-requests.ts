import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { v4 as uuidv4 } from 'uuid';
import { Config } from '../platform/config/config.js';
import { parseStorable } from '../platform/http/json-body.js';
import { Log } from '../platform/logging/log.js';
import { HandlerRegistry, type IncomingRequest, type SlackPayload } from '../slack/index.js';
import type { Asked } from './request-rules.js';
import { RequestRun, sorry } from './request-run.js';
import { RequestStore, type StoredRequest } from './request-store.js';
import { Requests } from './requests.service.js';
import { RunningRequests } from './running-requests.js';

const MOST_ATTEMPTS = 3;
const TAKE_OVER_MS = 2_000;
const MOST_TAKEN_OVER = 20;

/** Resumes what other processes had acknowledged when they died. Nobody holds Slack's request open any more. */
@Injectable()
export class LeftBehindRequests {
  constructor(
    private readonly requests: Requests,
    private readonly running: RunningRequests,
    private readonly handlers: HandlerRegistry,
    private readonly store: RequestStore,
    private readonly runs: RequestRun,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  @Interval(TAKE_OVER_MS)
  async takeOver(): Promise<void> {
    // The operator's commands and web processes come and go; what is left behind is the workers' business.
    if (this.running.stopped || !this.config.works) return;
    const claim = uuidv4();
    try {
      for (const row of await this.store.takeOver(claim, MOST_TAKEN_OVER)) {
        this.running.track(claim, this.resume(row, claim));
      }
    } catch (err) {
      this.log.warn({ err }, 'Could not look for requests that were left behind; the next look is in 2 s');
    }
  }

  private async resume(row: StoredRequest, claim: string): Promise<void> {
    const { workspaceId, enterpriseId, kind, name, userId, id, attempts } = row;
    const tenant = { workspaceId, ...(enterpriseId === null ? {} : { enterpriseId }) };
    const request: IncomingRequest = { kind, tenant, name, userId };
    const about = { workspace: workspaceId, reference: id, kind, name, attempts };
    const asked: Asked = { request, payload: parseStorable(row.payload) as SlackPayload };
    const rules = this.requests.rulesOf(kind);
    const handler = this.handlers.ofRequest(kind, name);
    if (handler !== undefined && attempts <= MOST_ATTEMPTS) {
      this.log.warn(about, 'Resuming a request that was cut off');
      return this.runs.run(asked, handler, { id, claim, attempt: attempts }, rules);
    }
    const error = handler === undefined ? 'this version has no handler of that name' : 'cut off too often';
    this.log.error(about, `Gave up a request: ${error}`);
    await this.store.end({ workspaceId, id, claim, state: 'failed', error, again: true });
    await rules.sayLate(tenant, asked, { text: sorry(id), again: true });
  }
}
