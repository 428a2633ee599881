import { Controller, Get, Param, Res } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { DeliveryEntity } from './delivery.entity.js';
import { FullMessageLink } from './full-message-link.js';
import { FULL_MESSAGE_POLICY, fullMessagePage, noSuchMessagePage } from './full-message-page.js';

/** It may be looked at by whoever has the link, and by no search engine; and stays in no cache, since it may be a secret. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': FULL_MESSAGE_POLICY,
  'x-robots-tag': 'noindex, nofollow, noarchive',
  'referrer-policy': 'no-referrer',
  'cache-control': 'private, no-store',
};

/** Messages of which Slack shows a part, or only the text. */
@ApiExcludeController()
@Controller('messages')
export class FullMessageController {
  constructor(
    private readonly links: FullMessageLink,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  @Get(':workspaceId/:deliveryId/:signature')
  async show(
    @Param('workspaceId') workspaceId: string,
    @Param('deliveryId') deliveryId: string,
    @Param('signature') signature: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    void reply.headers(HEADERS);
    const ctx = this.links.opens(workspaceId, deliveryId, signature);
    const found = ctx === undefined ? null : await this.find(ctx, deliveryId);
    if (found !== null) return fullMessagePage(found.message, found.createdAt);
    void reply.status(404);
    return noSuchMessagePage();
  }

  private find({ workspaceId }: WorkspaceContext, id: string) {
    return this.dataSource.manager.findOne(DeliveryEntity, {
      select: { message: true, createdAt: true },
      where: { workspaceId, id },
    });
  }
}
