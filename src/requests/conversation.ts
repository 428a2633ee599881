import { setTimeout as pause } from 'node:timers/promises';
import type { SlackAnswer } from '../slack/index.js';
import type { RequestLimits } from './request-limits.js';
import type { Asked, Notice, RequestRules } from './request-rules.js';

/** Slack's request, while somebody holds it open. */
export interface Reply {
  /** Nothing was answered yet, and Slack still waits. */
  readonly open: boolean;
  /** `performance.now()` of the answer. */
  readonly sentAt: number | undefined;
  send(answer: SlackAnswer): void;
}

/** What is said to a person about one request: in the answer while Slack waits for it, after that the kind's other way. */
export class Conversation {
  private answered = false;
  private refusal = false;

  /**
   * @param reply absent where the process that had it died
   * @param isOurs whether this process still has the request; another one that took it over speaks for itself
   */
  constructor(
    private readonly asked: Asked,
    private readonly rules: RequestRules,
    private readonly limits: RequestLimits,
    private readonly isOurs: () => Promise<boolean>,
    private readonly reply?: Reply,
  ) {}

  /** The handler said that it did nothing. */
  get refused(): boolean {
    return this.refusal;
  }

  /** What the handler gives to `ack`. The first one counts, as it does for Slack. */
  async ack(body: unknown): Promise<void> {
    if (this.answered) return;
    this.answered = true;
    this.refusal = this.rules.refuses(body);
    if (this.reply?.open) this.reply.send(this.rules.answer(this.asked, body));
    else if (await this.mayGoOn()) {
      await this.rules.answerLate(this.asked.request.tenant, this.asked, body);
    }
  }

  /** The handler has returned; not every one calls `ack`. */
  finish(): Promise<void> {
    return this.ack(undefined);
  }

  async tell(notice: Notice): Promise<void> {
    if (this.reply?.open) {
      const answer = this.rules.say(this.asked, notice);
      this.reply.send(answer ?? this.rules.answer(this.asked, undefined));
      if (answer !== undefined) return;
    } else if (!(await this.mayGoOn())) return;
    await this.rules.sayLate(this.asked.request.tenant, this.asked, notice);
  }

  private async mayGoOn(): Promise<boolean> {
    const sentAt = this.reply?.sentAt;
    const left = sentAt === undefined ? 0 : this.limits.settle - (performance.now() - sentAt);
    if (left > 0) await pause(left);
    return this.isOurs();
  }
}
