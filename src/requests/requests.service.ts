import { Injectable, type OnModuleInit } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { v7 as uuidv7, v4 as uuidv4 } from 'uuid';
import { within } from '../platform/deadline.js';
import { UnavailableError } from '../platform/errors/app-error.js';
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
} from '../slack/index.js';
import type { Reply } from './conversation.js';
import { RequestLimits } from './request-limits.js';
import type { Asked, Notice, RequestRules } from './request-rules.js';
import { RequestRun, type Run } from './request-run.js';
import { RequestStore } from './request-store.js';
import { RunningRequests } from './running-requests.js';

/** Slack has shown an error by then, and takes no answer any more. */
const SLACK_WAITS_MS = 3_000;
/** So many answers are kept, for about as long as a second click is the first one's. */
const MOST_ANSWERS = 1_000;
const ANSWERS_FOR_MS = 5_000;
/** Within the lease, after which somebody would take it up. */
const GIVE_UP_TRIES = 5;
const GIVE_UP_PAUSE_MS = 1_500;

/**
 * Takes in what people do: stored first, so that a crash loses nothing that was answered; handled at once, in this
 * process; answered within Slack's 3 s, whatever the handler does. How, the rules of each kind say.
 */
@Injectable()
export class Requests implements RequestTaker, OnModuleInit {
  private readonly rules = new Map<RequestKind, RequestRules>();
  /** By the key under which a second one is the same. */
  private readonly answers = new LRUCache<string, Promise<SlackAnswer>>({
    max: MOST_ANSWERS,
    ttl: ANSWERS_FOR_MS,
  });

  constructor(
    private readonly intake: SlackIntake,
    private readonly handlers: HandlerRegistry,
    private readonly requests: RequestStore,
    private readonly runs: RequestRun,
    private readonly people: People,
    private readonly upkeep: Upkeep,
    private readonly limits: RequestLimits,
    private readonly running: RunningRequests,
    private readonly log: Log,
  ) {}

  onModuleInit() {
    this.intake.useRequests(this);
    this.upkeep.add('old requests', () => this.requests.forgetOld());
  }

  useRules(kind: RequestKind, rules: RequestRules) {
    this.rules.set(kind, rules);
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

  private async store(
    { request }: Asked,
    { id, claim }: Run,
    onceKey: string | undefined,
    arrival: Arrival,
  ): Promise<'stored' | 'repeated'> {
    const { tenant, kind, name, userId } = request;
    const json = arrival.json.toString('utf8');
    const stored = this.requests.store({ id, claim, tenant, kind, name, userId, json, onceKey });
    try {
      return await within(this.limits.storeBy, stored);
    } catch (error) {
      if (!(error instanceof UnavailableError)) void this.giveUp(stored, tenant.workspaceId, id, claim);
      throw error;
    }
  }

  /**
   * Somebody was told that it was not taken in: when it is stored after all, later or by a connection that broke before it
   * could say so, nobody may take it up.
   */
  private async giveUp(stored: Promise<string>, workspaceId: string, id: string, claim: string) {
    const became = await stored.catch(() => 'unknown');
    if (became === 'repeated') return;
    const end = { workspaceId, id, claim, state: 'failed', error: 'stored too late', again: true } as const;
    for (let tries = 1; tries <= GIVE_UP_TRIES; tries++) {
      try {
        return await this.requests.end(end);
      } catch (err) {
        this.log.warn(
          { err, reference: id },
          'Could not give up a request that may have been stored too late',
        );
        await pause(GIVE_UP_PAUSE_MS);
      }
    }
  }

  /** The answer, where somebody need not be asked for it. */
  private tell(asked: Asked, rules: RequestRules, notice: Notice | undefined): SlackAnswer {
    const said = notice && rules.say(asked, notice);
    if (notice !== undefined && said === undefined) {
      this.running.track(uuidv4(), rules.sayLate(asked.request.tenant, asked, notice));
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
      this.running.track(run.claim, this.runs.run(asked, handler, run, rules, reply));
    });
  }

  /** @throws when no module answers the kind */
  rulesOf(kind: RequestKind): RequestRules {
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
