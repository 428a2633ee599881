import { Injectable } from '@nestjs/common';
import type { WorkspaceContext } from '../platform/workspace-context.js';

/** Where a workspace's messages go when their own channel takes none. The notifications module knows. */
export interface FallbackSource {
  /** `#name` or an id; undefined where the workspace has none. */
  fallbackOf(ctx: WorkspaceContext): Promise<string | undefined>;
}

/** The port through which `delivery` asks for it without importing who routes. */
@Injectable()
export class FallbackChannels implements FallbackSource {
  private source?: FallbackSource;

  use(source: FallbackSource) {
    this.source = source;
  }

  async fallbackOf(ctx: WorkspaceContext): Promise<string | undefined> {
    return this.source?.fallbackOf(ctx);
  }
}
