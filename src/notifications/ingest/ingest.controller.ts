import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiGoneResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CallerOf, NeedsKey } from '../../installation/index.js';
import { type Accepted, Notifications } from '../notifications.service.js';
import { draftsOfAlertmanager } from './alertmanager.js';
import { AlertmanagerWebhookDto } from './alertmanager.dto.js';

/** Other systems' own formats, taken as they are. */
@ApiTags('ingest')
@Controller('v1/ingest')
export class IngestController {
  constructor(private readonly notifications: Notifications) {}

  @Post('alertmanager')
  @HttpCode(202)
  @NeedsKey('send', { inQuery: true })
  @ApiOperation({
    summary: 'Alertmanager’s webhook: one card per alert; the key may stand in the URL as ?key=',
  })
  @ApiBody({ type: AlertmanagerWebhookDto })
  @ApiGoneResponse({ description: 'The workspace has removed the app; nothing was stored' })
  async alertmanager(
    @CallerOf() { workspace }: Caller,
    @Body() body: AlertmanagerWebhookDto,
  ): Promise<{ notifications: Accepted[] }> {
    return { notifications: await this.notifications.accept(workspace, draftsOfAlertmanager(body)) };
  }
}
