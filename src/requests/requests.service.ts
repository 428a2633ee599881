import { type BeforeApplicationShutdown, Injectable, type OnModuleInit } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { v7 as uuidv7, v4 as uuidv4 } from 'uuid';
import { Config } from '../platform/config/config.js';
import { within } from '../platform/deadline.js';
import { parseStorable } from '../platform/http/json-body.js';
import { Log } from '../platform/logging/log.js';
import { Upkeep } from '../platform/queue/upkeep.js';
import {
  type Arrival,
  HandlerRegistry,
  type IncomingRequest,
  People,
  type RegisteredHandler,
  type RequestKind,
  type RequestTaker,
  type SlackAnswer,
  SlackIntake,
  type SlackPayload,
} from '../slack/index.js';
import type { Asked, RequestRules } from './request-rules.js';
import { type Reply, RequestRun, type Run, sorry } from './request-run.js';
import { HEARTBEAT_MS, RequestStore, type StoredRequest } from './request-store.js';

/** Slack gives up at 3 s; by now it is answered, whatever the handler does. */
const ANSWER_BY_MS = 2_500;
/** Storing takes a few ms; what takes longer than this is not going to be answered in time. */
const STORE_BY_MS = 1_500;
const MOST_ATTEMPTS = 3;
const TAKE_OVER_MS = 2_000;
const MOST_TAKEN_OVER = 20;

/**
 * Takes in what people do: stored first, so that a crash loses nothing that was answered; handled at once, in this
 * process; answered within Slack's 3 s, whatever the handler does. How, the rules of each kind say.
 */
@Injectable()
export class Requests implements RequestTaker, OnModuleInit, BeforeApplicationShutdown {
  private readonly rules = new Map<RequestKind, RequestRules>();
  private readonly running = new Map<string, Promise<void>>();
  private stopped = false;

  constructor(
    private readonly intake: SlackIntake,
    private readonly handlers: HandlerRegistry,
    private readonly store: RequestStore,
    private readonly runs: RequestRun,
    private readonly people: People,
    private readonly upkeep: Upkeep,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  onModuleInit() {
    this.intake.useRequests(this);
    this.upkeep.add('old requests', () => this.store.forgetOld());
  }

  useRules(kind: RequestKind, rules: RequestRules) {
    this.rules.set(kind, rules);
  }

  /** Waits for handlers that run; what doesn't end in time is taken over by another process. */
  async beforeApplicationShutdown() {
    this.stopped = true;
    await Promise.allSettled(this.running.values());
  }

  async takeRequest(request: IncomingRequest, arrival: Arrival): Promise<SlackAnswer> {
    const rules = this.rulesOf(request.kind);
    const asked: Asked = { request, payload: arrival.payload };
    const handler = this.handlers.ofRequest(request.kind, request.name);
    if (handler === undefined) {
      this.log.info({ kind: request.kind, name: request.name }, 'Nobody owns this name');
      return rules.unknown(asked);
    }
    const { tenant, userId, userTeamId } = request;
    if (handler.strangers !== true) {
      const belonging = await this.people.belonging(tenant, userId, userTeamId);
      if (belonging === 'stranger') return rules.say(tenant, asked, SORRY_STRANGER);
      if (belonging === 'unknown') return rules.say(tenant, asked, SORRY_UNKNOWN);
    }
    const id = uuidv7();
    const claim = uuidv4();
    // Options change nothing and are asked for with every letter that is typed.
    if (request.kind !== 'options') {
      try {
        const onceKey = rules.onceKey(asked);
        const { kind, name } = request;
        const row = { id, claim, tenant, kind, name, userId, json: arrival.json, onceKey };
        if ((await within(STORE_BY_MS, this.store.store(row))) === 'repeated') return rules.repeated(asked);
      } catch (err) {
        this.log.error({ err, reference: arrival.reference, kind: request.kind }, 'A request was not stored');
        return rules.say(tenant, asked, sorryNotStored(arrival.reference));
      }
    }
    return this.run(asked, handler, { id, claim, attempt: 1 }, rules, arrival.arrivedAt);
  }

  @Interval(TAKE_OVER_MS)
  async takeOver(): Promise<void> {
    // The operator's commands and web processes come and go; what is left behind is the workers' business.
    if (this.stopped || !this.config.works) return;
    const claim = uuidv4();
    try {
      for (const row of await this.store.takeOver(claim, MOST_TAKEN_OVER)) await this.resume(row, claim);
    } catch (err) {
      this.log.warn({ err }, 'Could not look for requests that were left behind; the next look is in 2 s');
    }
  }

  @Interval(HEARTBEAT_MS)
  async beat(): Promise<void> {
    if (this.running.size === 0) return;
    try {
      await this.store.beat([...this.running.keys()]);
    } catch (err) {
      this.log.warn({ err }, 'Could not say that requests are still being handled');
    }
  }

  /** Resolves with the answer; the handler may go on. */
  private run(
    asked: Asked,
    handler: RegisteredHandler,
    run: Run,
    rules: RequestRules,
    arrivedAt: number,
  ): Promise<SlackAnswer> {
    return new Promise((resolve) => {
      const left = ANSWER_BY_MS - (performance.now() - arrivedAt);
      const late = setTimeout(() => reply.send(rules.late(asked)), Math.max(0, left));
      const reply: Reply = {
        open: true,
        send(answer) {
          clearTimeout(late);
          reply.open = false;
          resolve(answer);
        },
      };
      this.track(run.claim, this.runs.run(asked, handler, run, rules, reply));
    });
  }

  private async resume(row: StoredRequest, claim: string): Promise<void> {
    const { workspaceId, enterpriseId, kind, name, userId, id, attempts } = row;
    const tenant = { workspaceId, ...(enterpriseId === null ? {} : { enterpriseId }) };
    const request: IncomingRequest = { kind, tenant, name, userId };
    const asked: Asked = { request, payload: parseStorable(row.payload) as SlackPayload };
    const rules = this.rulesOf(kind);
    const handler = this.handlers.ofRequest(kind, name);
    this.log.warn(
      { workspace: workspaceId, request: id, kind, name, attempts },
      'Resuming a request that was cut off',
    );
    if (handler === undefined || attempts > MOST_ATTEMPTS) {
      await this.store.end({ workspaceId, id, claim, state: 'failed', error: 'cut off too often' });
      await rules.sayLate(tenant, asked, sorry(id));
      return;
    }
    this.track(claim, this.runs.run(asked, handler, { id, claim, attempt: attempts }, rules));
  }

  private track(claim: string, run: Promise<void>) {
    // Several that were taken over together share a claim.
    const before = this.running.get(claim);
    const both = before === undefined ? run : Promise.all([before, run]).then(() => undefined);
    this.running.set(claim, both);
    void both.finally(() => {
      if (this.running.get(claim) === both) this.running.delete(claim);
    });
  }

  private rulesOf(kind: RequestKind): RequestRules {
    const rules = this.rules.get(kind);
    if (rules === undefined) throw new Error(`No module answers requests of the kind ${kind}`);
    return rules;
  }
}

const SORRY_STRANGER =
  'Sorry, only people of the company that runs this app can do that here. Ask somebody of theirs in this channel.';
const SORRY_UNKNOWN =
  'Sorry, Slack did not say in time where you belong. Nothing was changed; please try again.';
const sorryNotStored = (reference: string) =>
  `Sorry, that could not be taken in. Nothing was changed; please try again in a moment. Reference: ${reference}`;
