import { Injectable } from '@nestjs/common';
import { Log } from '../platform/logging/log.js';
import { OutboundError } from '../platform/outbound/outbound-error.js';
import { Outbound } from '../platform/outbound/outbound.js';
import { Slots } from '../platform/slots.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { statusRangeText } from './domain/status-range.js';
import type { ServiceEntity } from './service.entity.js';

/** Of this process; and of one workspace, so that none takes all. */
const AT_ONCE = 96;
const AT_ONCE_EACH = 16;

/** `unchecked`: the service could not, or would not, ask. */
export interface CheckResult {
  state: 'up' | 'down' | 'unchecked';
  /** What came of it, in words that may be shown. */
  words: string;
  /** Until the answer's headers were there; undefined where none came. */
  ms?: number;
}

/** Asks services how they are. */
@Injectable()
export class ServiceChecks {
  private readonly slots = new Slots(AT_ONCE);
  private readonly bySpace = new Map<string, { slots: Slots; count: number }>();
  /** Whoever asks meanwhile gets the same answer. */
  private readonly running = new Map<string, Promise<CheckResult>>();

  constructor(
    private readonly outbound: Outbound,
    private readonly log: Log,
  ) {}

  /** Within the service's own time, from its turn on. Never rejects. */
  check(ctx: WorkspaceContext, service: ServiceEntity): Promise<CheckResult> {
    const { id, url, method, expectFrom, expectTo, timeoutMs } = service;
    const key = JSON.stringify([ctx.workspaceId, id, url, method, expectFrom, expectTo, timeoutMs]);
    const known = this.running.get(key);
    if (known !== undefined) return known;
    const run = this.inTurn(ctx, () => this.ask(ctx, service)).finally(() => this.running.delete(key));
    this.running.set(key, run);
    return run;
  }

  private async inTurn<T>({ workspaceId }: WorkspaceContext, work: () => Promise<T>): Promise<T> {
    const own = this.bySpace.get(workspaceId) ?? { slots: new Slots(AT_ONCE_EACH), count: 0 };
    this.bySpace.set(workspaceId, own);
    own.count++;
    try {
      return await own.slots.run(() => this.slots.run(work));
    } finally {
      if (--own.count === 0) this.bySpace.delete(workspaceId);
    }
  }

  private async ask(ctx: WorkspaceContext, service: ServiceEntity): Promise<CheckResult> {
    const { url, method, timeoutMs: withinMs } = service;
    const expects = { from: service.expectFrom, to: service.expectTo };
    try {
      const { status, ms } = await this.outbound.call({ url, method, withinMs, expects, mostBytes: 0 });
      return { state: 'up', words: `answered ${status}`, ms };
    } catch (error) {
      if (!(error instanceof OutboundError)) {
        this.log.error({ err: error, workspace: ctx.workspaceId, service: service.id }, 'A check broke off');
        return { state: 'unchecked', words: 'could not be checked' };
      }
      const { code, message } = error;
      const refused = code === 'refused_address' || code === 'invalid_url';
      if (refused)
        this.log.info({ workspace: ctx.workspaceId, service: service.id, code }, 'A check was refused');
      const wanted = code === 'status' ? `, not ${statusRangeText(expects)}` : '';
      return { state: refused ? 'unchecked' : 'down', words: `${message}${wanted}` };
    }
  }
}
