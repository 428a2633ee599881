import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Audit } from '../audit/index.js';
import { Envelope } from '../platform/crypto/envelope.js';
import { Transactions } from '../platform/database/transactions.js';
import { Log } from '../platform/logging/log.js';
import { Upkeep } from '../platform/queue/upkeep.js';
import { SlackClients } from '../slack/index.js';
import { InstallationNews } from './installation-news.js';
import { botTokenPlace } from './sealed-places.js';
import { TokenRefresh } from './token-refresh.js';

interface Disabled {
  id: string;
  ownerId: string;
  dataKey: string;
  botToken: string;
}

/** A workspace that Slack had switched off may be switched on again: nobody tells us, so we ask. */
@Injectable()
export class Revival {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly envelope: Envelope,
    private readonly transactions: Transactions,
    private readonly clients: SlackClients,
    private readonly refresh: TokenRefresh,
    private readonly news: InstallationNews,
    private readonly audit: Audit,
    private readonly log: Log,
    upkeep: Upkeep,
  ) {
    upkeep.add('disabled workspaces', () => this.askForAll());
  }

  private async askForAll(): Promise<void> {
    const rows: { id: string; ownerId: string }[] = await this.dataSource.query(
      `SELECT id, coalesce(team_id, enterprise_id) AS "ownerId" FROM installation
       WHERE state = 'disabled' AND bot_token IS NOT NULL`,
    );
    for (const { id, ownerId } of rows) {
      try {
        // A token that rotates has expired by now.
        await this.refresh.untilFresh({ installationId: id }, ownerId);
        const [row]: Disabled[] = await this.dataSource.query(
          `SELECT id, coalesce(team_id, enterprise_id) AS "ownerId", data_key AS "dataKey", bot_token AS "botToken"
           FROM installation WHERE id = $1 AND state = 'disabled'`,
          [id],
        );
        await this.clients
          .withToken(this.envelope.decrypt(row.dataKey, botTokenPlace(id), row.botToken))
          .auth.test();
        await this.revive(row);
      } catch (err) {
        this.log.debug({ err, workspace: ownerId }, 'A disabled workspace is still disabled');
      }
    }
  }

  private async revive({ id, ownerId }: Disabled): Promise<void> {
    await this.transactions.begin(async (tx) => {
      const [, count]: [unknown, number] = await tx.query(
        `UPDATE installation SET state = 'active', state_reason = NULL, ended_at = NULL, updated_at = clock_now()
         WHERE id = $1 AND state = 'disabled'`,
        [id],
      );
      if (count !== 1) return;
      await this.news.changed(tx, id);
      this.log.info({ workspace: ownerId }, 'A disabled workspace is back');
      const deed = { actor: 'slack', action: 'installation.back', subject: ownerId } as const;
      await this.audit.record({ workspaceId: ownerId }, tx, deed);
    });
  }
}
