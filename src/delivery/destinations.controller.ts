import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength, ValidateBy } from 'class-validator';
import { type Caller, CallerOf, NeedsKey } from '../installation/index.js';
import { isWebhookName } from './domain/address.js';
import { type WebhookSummary, Webhooks } from './webhooks.service.js';

export const WEBHOOK_NAME_MESSAGE =
  '$property must be the name of a webhook: small letters, digits, ".", "_" and "-", at most 80';

export const IsWebhookName = () =>
  ValidateBy({
    name: 'isWebhookName',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && isWebhookName(value),
      defaultMessage: () => WEBHOOK_NAME_MESSAGE,
    },
  });

class WebhookUrlDto {
  @ApiProperty({
    example: 'https://hooks.slack.com/services/T0123456789/B0123456789/abcdefghijklmnopqrstuvwx',
    description: 'A secret: shown to nobody again',
  })
  @IsString()
  @MaxLength(500)
  webhook: string;
}

class WebhookDto extends WebhookUrlDto {
  @ApiProperty({ example: 'partner', description: 'Routes say { webhook: partner }' })
  @IsWebhookName()
  name: string;
}

/** Where things go beside channels and people, which need no preparation: Slack's incoming webhooks. */
@ApiTags('destinations')
@Controller('v1/destinations')
export class DestinationsController {
  constructor(private readonly webhooks: Webhooks) {}

  @Get()
  @NeedsKey('manage')
  @ApiOperation({ summary: 'Webhooks by name, without their URLs' })
  async list(@CallerOf() { workspace }: Caller) {
    return { destinations: (await this.webhooks.list(workspace)).map(shown) };
  }

  @Post()
  @NeedsKey('manage')
  @ApiOperation({ summary: 'A Slack incoming webhook gets a name that routes can use' })
  @ApiBody({ type: WebhookDto })
  async create(@CallerOf() { workspace, keyId }: Caller, @Body() { name, webhook }: WebhookDto) {
    return shown(await this.webhooks.create(workspace, name, webhook, `key:${keyId}`));
  }

  @Put(':name')
  @NeedsKey('manage')
  @ApiOperation({ summary: 'Another URL for a webhook, when Slack has revoked the last one' })
  @ApiBody({ type: WebhookUrlDto })
  async replace(
    @CallerOf() { workspace, keyId }: Caller,
    @Param('name') name: string,
    @Body() { webhook }: WebhookUrlDto,
  ) {
    return shown(await this.webhooks.replace(workspace, name, webhook, `key:${keyId}`));
  }

  @Delete(':name')
  @HttpCode(204)
  @NeedsKey('manage')
  @ApiOperation({
    summary: 'Forgets a webhook; what still waits for it goes to the fallback channel, and says why',
  })
  async delete(@CallerOf() { workspace, keyId }: Caller, @Param('name') name: string): Promise<void> {
    await this.webhooks.delete(workspace, name, `key:${keyId}`);
  }
}

const shown = ({ name, createdAt, changedAt }: WebhookSummary) => ({
  name,
  kind: 'webhook',
  created_at: createdAt.toISOString(),
  changed_at: changedAt.toISOString(),
});
