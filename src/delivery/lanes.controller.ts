import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CallerOf, NeedsKey } from '../installation/index.js';
import { LaneOverview, type LanesView } from './lane-overview.js';

/** What is owed to each channel, and when that will be done. */
@ApiTags('deliveries')
@Controller('v1/lanes')
export class LanesController {
  constructor(private readonly overview: LaneOverview) {}

  @Get()
  @NeedsKey('read')
  @ApiOperation({ summary: 'What waits for each channel, what holds it, and when it will be empty' })
  @ApiOkResponse({
    description: '{waiting, held, unknown, failed, empty_at, per_minute, burst, learned_at, lanes: […]}',
  })
  lanes(@CallerOf() { workspace }: Caller): Promise<LanesView> {
    return this.overview.of(workspace);
  }
}
