import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiGoneResponse,
  ApiHeader,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { type Caller, CallerOf, NeedsKey } from '../installation/index.js';
import { Idempotent, type IdempotentRequest } from '../platform/http/idempotency.js';
import { NotificationDto } from './notification.dto.js';
import { draftOf } from './notification.js';
import { type Accepted, type NotificationStatus, Notifications } from './notifications.service.js';

@ApiTags('notifications')
@Controller('v1/notifications')
export class NotificationsController {
  constructor(private readonly notifications: Notifications) {}

  @Post()
  @HttpCode(202)
  @NeedsKey('send')
  @ApiOperation({ summary: 'Report something; it is stored when this answers, and arrives at Slack’s pace' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key and body within 24 h get the first answer',
  })
  @ApiBody({ type: NotificationDto })
  @ApiAcceptedResponse({ description: '{id, deliveries: [{id, channel, state, eta}]}' })
  @ApiGoneResponse({ description: 'The workspace has removed the app; nothing was stored' })
  async send(
    @CallerOf() { workspace }: Caller,
    @Body() body: NotificationDto,
    @Idempotent() idempotent: IdempotentRequest | undefined,
  ): Promise<Accepted> {
    const [accepted] = await this.notifications.accept(workspace, [draftOf(body)], idempotent);
    return accepted;
  }

  @Get(':id')
  @NeedsKey('read')
  @ApiOperation({ summary: 'What became of a notification: each delivery with its state and Slack’s words' })
  status(
    @CallerOf() { workspace }: Caller,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<NotificationStatus> {
    return this.notifications.status(workspace, id);
  }
}
