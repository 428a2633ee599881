import { Injectable } from '@nestjs/common';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { SlackClients } from '../slack/index.js';

/** Links to what stands in Slack. */
@Injectable()
export class Permalinks {
  constructor(private readonly clients: SlackClients) {}

  /** Slack makes permalinks on request, hundreds a minute; one that it doesn't make now is no reason to fail. */
  async of(
    ctx: WorkspaceContext,
    { channel, ts }: { channel: string; ts: string | null },
  ): Promise<string | null> {
    if (ts === null) return null;
    try {
      const client = await this.clients.of(ctx);
      return (await client.chat.getPermalink({ channel, message_ts: ts })).permalink ?? null;
    } catch {
      return null;
    }
  }
}
