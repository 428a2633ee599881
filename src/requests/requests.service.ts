import { type BeforeApplicationShutdown, Injectable, type OnModuleInit } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { LRUCache } from 'lru-cache';
import { v7 as uuidv7, v4 as uuidv4 } from 'uuid';
import { Config } from '../platform/config/config.js';
import { DeadlineError, within } from '../platform/deadline.js';
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
import type { Reply } from './conversation.js';
import { RequestLimits } from './request-limits.js';
import type { Asked, Notice, RequestRules } from './request-rules.js';
import { RequestRun, type Run, sorry } from './request-run.js';
import { HEARTBEAT_MS, RequestStore, type StoredRequest } from './request-store.js';

const MOST_ATTEMPTS = 3;
const TAKE_OVER_MS = 2_000;
const MOST_TAKEN_OVER = 20;
/** Slack has shown an error by then, and takes no answer any more. */
const SLACK_WAITS_MS = 3_000;
/** So many answers are kept, for about as long as a second click is the first one's. */
const MOST_ANSWERS = 1_000;
const ANSWERS_FOR_MS = 5_000;

/**
 * Takes in what people do: stored first, so that a crash loses nothing that was answered; handled at once, in this
 * process; answered within Slack's 3 s, whatever the handler does. How, the rules of each kind say.
 */
@Injectable()
export class Requests implements RequestTaker, OnModuleInit, BeforeApplicationShutdown {
  private readonly rules = new Map<RequestKind, RequestRules>();
  private readonly running = new Map<string, Promise<void>>();
  /** By the key under which a second one is the same. */
  private readonly answers = new LRUCache<string, Promise<SlackAnswer>>({
    max: MOST_ANSWERS,
    ttl: ANSWERS_FOR_MS,
  });
  private stopped = false;

  constructor(
    private readonly intake: SlackIntake,
    private readonly handlers: HandlerRegistry,
    private readonly requests: RequestStore,
    private readonly runs: RequestRun,
    private readonly people: People,
    private readonly upkeep: Upkeep,
    private readonly limits: RequestLimits,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  onModuleInit() {
    this.intake.useRequests(this);
    this.upkeep.add('old requests', () => this.requests.forgetOld());
  }

  useRules(kind: RequestKind, rules: RequestRules) {
    this.rules.set(kind, rules);
  }

  /** Waits for handlers that run, those of requests that still come in included. */
  async beforeApplicationShutdown() {
    this.stopped = true;
    try {
      await within(this.limits.stopBy, this.idle());
    } catch {
      this.log.warn(
        { count: this.running.size },
        'Handlers still run; another process will resume their requests',
      );
    }
  }

  private async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running.values());
  }

  async takeRequest(request: IncomingRequest, arrival: Arrival): Promise<SlackAnswer> {
    const rules = this.rulesOf(request.kind);
    const asked: Asked = { request, payload: arrival.payload };
    const handler = this.handlers.ofRequest(request.kind, request.name);
    if (handler === undefined) {
      this.log.info({ kind: request.kind, name: request.name }, 'Nobody owns this name');
      return this.tell(asked, rules, rules.unknown(asked));
    }
    if (handler.strangers !== true) {
      const { tenant, userId, userTeamId } = request;
      const belonging = await this.people.belonging(tenant, userId, userTeamId);
      if (belonging !== 'member') return this.tell(asked, rules, NOT_THEIRS[belonging]);
    }
    const run = { id: uuidv7(), claim: uuidv4(), attempt: 1 };
    // Options change nothing and are asked for with every letter that is typed.
    if (request.kind === 'options') return this.run(asked, handler, run, rules, arrival.arrivedAt);
    const onceKey = rules.onceKey(asked);
    const shared = `${request.tenant.workspaceId} ${onceKey}`;
    try {
      if ((await this.store(asked, run, onceKey, arrival)) === 'repeated') {
        return (await this.answers.get(shared)) ?? rules.answer(asked, undefined);
      }
    } catch (err) {
      const { reference } = arrival;
      this.log.error({ err, reference, kind: request.kind }, 'A request was not stored');
      return this.tell(asked, rules, { text: sorryNotStored(reference), again: true });
    }
    const answer = this.run(asked, handler, run, rules, arrival.arrivedAt);
    if (onceKey !== undefined) this.answers.set(shared, answer);
    return answer;
  }

  @Interval(TAKE_OVER_MS)
  async takeOver(): Promise<void> {
    // The operator's commands and web processes come and go; what is left behind is the workers' business.
    if (this.stopped || !this.config.works) return;
    const claim = uuidv4();
    try {
      for (const row of await this.requests.takeOver(claim, MOST_TAKEN_OVER)) {
        this.track(claim, this.resume(row, claim));
      }
    } catch (err) {
      this.log.warn({ err }, 'Could not look for requests that were left behind; the next look is in 2 s');
    }
  }

  @Interval(HEARTBEAT_MS)
  async beat(): Promise<void> {
    if (this.running.size === 0) return;
    try {
      await this.requests.beat([...this.running.keys()]);
    } catch (err) {
      this.log.warn({ err }, 'Could not say that requests are still being handled');
    }
  }

  private async store(
    { request }: Asked,
    { id, claim }: Run,
    onceKey: string | undefined,
    { json }: Arrival,
  ): Promise<'stored' | 'repeated'> {
    const { tenant, kind, name, userId } = request;
    const stored = this.requests.store({ id, claim, tenant, kind, name, userId, json, onceKey });
    try {
      return await within(this.limits.storeBy, stored);
    } catch (error) {
      if (error instanceof DeadlineError) void this.giveUp(stored, tenant.workspaceId, id, claim);
      throw error;
    }
  }

  /** Somebody was told that it was not taken in: when it is stored after all, nobody may take it up. */
  private async giveUp(stored: Promise<string>, workspaceId: string, id: string, claim: string) {
    try {
      if ((await stored) === 'repeated') return;
      const error = 'stored too late';
      await this.requests.end({ workspaceId, id, claim, state: 'failed', error, again: true });
    } catch (err) {
      this.log.warn({ err, reference: id }, 'A request was neither stored nor given up in time');
    }
  }

  /** The answer, where somebody need not be asked for it. */
  private tell(asked: Asked, rules: RequestRules, notice: Notice | undefined): SlackAnswer {
    const said = notice && rules.say(asked, notice);
    if (notice !== undefined && said === undefined) {
      this.track(uuidv4(), rules.sayLate(asked.request.tenant, asked, notice));
    }
    return said ?? rules.answer(asked, undefined);
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
      const waited = () => performance.now() - arrivedAt;
      const late = setTimeout(
        () => reply.send(rules.late(asked)),
        Math.max(0, this.limits.answerBy - waited()),
      );
      let sentAt: number | undefined;
      const reply: Reply = {
        get open() {
          return sentAt === undefined && waited() < SLACK_WAITS_MS;
        },
        get sentAt() {
          return sentAt;
        },
        send(answer) {
          clearTimeout(late);
          sentAt = performance.now();
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
    const about = { workspace: workspaceId, reference: id, kind, name, attempts };
    const asked: Asked = { request, payload: parseStorable(row.payload) as SlackPayload };
    const rules = this.rulesOf(kind);
    const handler = this.handlers.ofRequest(kind, name);
    if (handler !== undefined && attempts <= MOST_ATTEMPTS) {
      this.log.warn(about, 'Resuming a request that was cut off');
      return this.runs.run(asked, handler, { id, claim, attempt: attempts }, rules);
    }
    const error = handler === undefined ? 'this version has no handler of that name' : 'cut off too often';
    this.log.error(about, `Gave up a request: ${error}`);
    await this.requests.end({ workspaceId, id, claim, state: 'failed', error, again: true });
    await rules.sayLate(tenant, asked, { text: sorry(id), again: true });
  }

  /** What a shutdown waits for. */
  private track(claim: string, work: Promise<void>) {
    const run = work.catch((err: unknown) => this.log.error({ err, claim }, 'A request broke off'));
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

const NOT_THEIRS: Readonly<Record<'stranger' | 'unknown', Notice>> = {
  stranger: {
    text: 'Sorry, only people of the company that runs this app can do that here. Ask somebody of theirs in this channel.',
    again: false,
  },
  unknown: {
    text: 'Sorry, Slack did not say in time where you belong. Nothing was changed; please try again.',
    again: true,
  },
};

const sorryNotStored = (reference: string) =>
  `Sorry, that could not be taken in. Nothing was changed; please try again in a moment. Reference: ${reference}`;
