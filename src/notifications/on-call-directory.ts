import { Injectable } from '@nestjs/common';
import type { WorkspaceContext } from '../platform/workspace-context.js';

/** Knows the rotations. The module `oncall`, above this one. */
export interface OnCallSource {
  /** Of the rotations. */
  names(ctx: WorkspaceContext): Promise<string[]>;
  /** A Slack user's id; undefined where there is no such rotation any more. */
  onCallNow(ctx: WorkspaceContext, rotation: string): Promise<string | undefined>;
}

/** The port through which routes ask who is on call. */
@Injectable()
export class OnCallDirectory implements OnCallSource {
  private source?: OnCallSource;

  use(source: OnCallSource) {
    this.source = source;
  }

  async names(ctx: WorkspaceContext): Promise<string[]> {
    return (await this.source?.names(ctx)) ?? [];
  }

  async onCallNow(ctx: WorkspaceContext, rotation: string): Promise<string | undefined> {
    return this.source?.onCallNow(ctx, rotation);
  }
}
