import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Envelope } from '../platform/crypto/envelope.js';
import { type BotOwner, type InstalledBot, SlackTokens, type TokenSource } from '../slack/index.js';
import { freshnessOf } from './domain/token-life.js';
import { type FoundInstallation, findInstallation } from './find-installation.js';
import { Losses } from './losses.service.js';
import { botTokenPlace } from './sealed-places.js';
import { TokenRefresh } from './token-refresh.js';

/** Hands out bots' tokens, never one that has expired. */
@Injectable()
export class BotTokens implements TokenSource, OnModuleInit {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly envelope: Envelope,
    private readonly tokens: SlackTokens,
    private readonly refresh: TokenRefresh,
    private readonly losses: Losses,
  ) {}

  onModuleInit() {
    this.tokens.use(this);
  }

  async botOf(owner: BotOwner): Promise<InstalledBot | undefined> {
    const found = await this.working(owner);
    if (found === undefined) return undefined;
    if (freshnessOf(found.botTokenExpiresAt, found.now) !== 'spent') return this.botIn(found, owner);
    await this.refresh.untilFresh({ installationId: found.id }, owner.workspaceId);
    const renewed = await this.working(owner);
    return renewed && this.botIn(renewed, owner);
  }

  refused(bot: InstalledBot, code: string): Promise<void> {
    return this.losses.refused(bot, code);
  }

  private async working(owner: BotOwner): Promise<(FoundInstallation & { botToken: string }) | undefined> {
    const found = await findInstallation(this.dataSource.manager, owner);
    if (found?.state !== 'active' || found.botToken === null) return undefined;
    return { ...found, botToken: found.botToken };
  }

  private botIn(found: FoundInstallation & { botToken: string }, { workspaceId }: BotOwner): InstalledBot {
    return {
      workspaceId,
      enterpriseId: found.enterpriseId ?? undefined,
      installationId: found.id,
      botToken: this.envelope.decrypt(found.dataKey, botTokenPlace(found.id), found.botToken),
      botId: found.botId,
      botUserId: found.botUserId,
      ...(found.botTokenExpiresAt === null ? {} : { expiresAt: found.botTokenExpiresAt }),
    };
  }
}
