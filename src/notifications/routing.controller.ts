import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CallerOf, NeedsKey } from '../installation/index.js';
import { NotificationDto } from './notification.dto.js';
import { RoutingDocumentDto } from './routing-document.dto.js';
import { type AppliedDocument, type Explanation, Routing } from './routing.service.js';

@ApiTags('routes')
@Controller('v1/routes')
export class RoutingController {
  constructor(private readonly routing: Routing) {}

  @Get()
  @NeedsKey('read')
  @ApiOperation({ summary: 'The routing document that counts now' })
  current(@CallerOf() { workspace }: Caller): Promise<AppliedDocument> {
    return this.routing.current(workspace);
  }

  @Put()
  @NeedsKey('manage')
  @ApiOperation({ summary: 'Replaces the routing document; a faulty one changes nothing' })
  @ApiBody({ type: RoutingDocumentDto })
  apply(
    @CallerOf() { workspace, keyId }: Caller,
    @Body() document: RoutingDocumentDto,
  ): Promise<AppliedDocument> {
    return this.routing.apply(workspace, document, `key:${keyId}`);
  }

  @Post('explain')
  @HttpCode(200)
  @NeedsKey('read')
  @ApiOperation({ summary: 'Which routes a sample would take, whether a storm would merge it, and why' })
  @ApiBody({ type: NotificationDto })
  explain(@CallerOf() { workspace }: Caller, @Body() sample: NotificationDto): Promise<Explanation> {
    return this.routing.explain(workspace, sample);
  }
}
