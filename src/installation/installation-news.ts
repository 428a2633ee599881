import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ChangeFeed } from '../platform/database/change-feed.js';
import { Transactions } from '../platform/database/transactions.js';
import { SlackTokens } from '../slack/index.js';

const TOPIC = 'installation';

/** Tells every process that an installation has changed or ended: what they remember of it no longer counts. */
@Injectable()
export class InstallationNews implements OnModuleInit {
  constructor(
    private readonly feed: ChangeFeed,
    private readonly tokens: SlackTokens,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit() {
    this.feed.listen(TOPIC, {
      changed: (what) => {
        const [installationId, workspaceId] = what.split(' ');
        this.tokens.forget(installationId, workspaceId);
      },
      hearing: (hears) => this.tokens.hear(hears),
    });
  }

  /**
   * With `tx`'s commit: here at once, in other processes within milliseconds.
   * @param workspaceId of which it is the installation from now on
   */
  async changed(tx: EntityManager, installationId: string, workspaceId?: string): Promise<void> {
    const what = workspaceId === undefined ? installationId : `${installationId} ${workspaceId}`;
    await this.feed.tell(tx, TOPIC, what);
    this.transactions.afterCommit(tx, `installation ${what}`, () =>
      Promise.resolve(this.tokens.forget(installationId, workspaceId)),
    );
  }
}
