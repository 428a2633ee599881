import { Injectable } from '@nestjs/common';
import type { Actor } from '../audit/index.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';

export interface TestCard {
  state: 'waiting' | 'arrived' | 'failed';
  /** As routed, `#general`. */
  channel: string;
  /** Slack's words, where it was refused. */
  words?: string;
  permalink?: string;
}

/** What whoever has just installed can do at once. Modules above do it: this one knows neither routes nor cards. */
export interface StepsTaker {
  /** Where cards go that no route claims. */
  channelOf(ctx: WorkspaceContext): Promise<string>;
  useChannel(ctx: WorkspaceContext, channel: string, by: Actor): Promise<void>;
  /** @returns by what `testCard` finds it */
  sendTestCard(ctx: WorkspaceContext, by: Actor): Promise<string>;
  testCard(ctx: WorkspaceContext, id: string): Promise<TestCard>;
}

/** The port for it. */
@Injectable()
export class FirstSteps {
  private taker?: StepsTaker;

  use(taker: StepsTaker) {
    this.taker = taker;
  }

  get steps(): StepsTaker {
    if (this.taker === undefined) throw new Error('No module takes the first steps');
    return this.taker;
  }
}
