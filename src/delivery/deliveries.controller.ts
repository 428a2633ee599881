import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { type Caller, CallerOf, NeedsKey } from '../installation/index.js';
import { InvalidBodyError } from '../platform/errors/app-error.js';
import { Deliveries, type DeliveriesPage } from './deliveries.service.js';
import { DeliveryReplay } from './delivery-replay.js';
import type { DeliveryView } from './delivery-view.js';
import { SHOWN_STATES, type ShownState } from './domain/shown-state.js';
import { Permalinks } from './permalinks.js';

const OF_CHANNEL = 'A channel’s id, or its `#name`';

class DeliveriesQuery {
  @ApiPropertyOptional({ enum: SHOWN_STATES })
  @IsOptional()
  @IsIn(SHOWN_STATES, { message: `state must be one of ${SHOWN_STATES.join(', ')}` })
  state?: ShownState;

  @ApiPropertyOptional({ description: OF_CHANNEL })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  channel?: string;

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsUUID(undefined, { message: 'cursor must be the "next" of the page before' })
  cursor?: string;

  @ApiPropertyOptional({ default: 50, minimum: 1, maximum: 200 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
}

/** An unset variable of a script must not replay everything. */
const SAYS_SOMETHING = /\S/;
const EMPTY = 'must not be empty; leave it out, or say all_failed';

class ReplayFailedDto {
  @ApiPropertyOptional({
    description: 'What failed with these words in its error, `is_archived` for instance',
  })
  @IsOptional()
  @IsString()
  @Matches(SAYS_SOMETHING, { message: EMPTY })
  @MaxLength(2_000)
  error?: string | null;

  @ApiPropertyOptional({ description: OF_CHANNEL })
  @IsOptional()
  @IsString()
  @Matches(SAYS_SOMETHING, { message: EMPTY })
  @MaxLength(100)
  channel?: string | null;

  @ApiPropertyOptional({ type: Boolean, description: 'Everything that failed' })
  @IsOptional()
  @IsBoolean()
  all_failed?: boolean | null;
}

/** What is owed to Slack, and what became of it. */
@ApiTags('deliveries')
@Controller('v1/deliveries')
export class DeliveriesController {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly replays: DeliveryReplay,
    private readonly permalinks: Permalinks,
  ) {}

  @Get()
  @NeedsKey('read')
  @ApiOperation({ summary: 'What is owed to Slack and what became of it, newest first' })
  @ApiOkResponse({ description: '{deliveries: […], next}; `next` is null on the last page' })
  list(
    @CallerOf() { workspace }: Caller,
    @Query() { cursor, ...filter }: DeliveriesQuery,
  ): Promise<DeliveriesPage> {
    return this.deliveries.list(workspace, { ...filter, after: cursor });
  }

  @Get(':id')
  @NeedsKey('read')
  @ApiOperation({
    summary: 'One delivery: its state, its attempts, what Slack said, and when it will arrive',
  })
  @ApiNotFoundResponse({ description: 'Unknown, or it has left: after 30 days, 90 if it failed' })
  async get(
    @CallerOf() { workspace }: Caller,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<DeliveryView & { permalink: string | null }> {
    const delivery = await this.deliveries.get(workspace, id);
    return { ...delivery, permalink: await this.permalinks.of(workspace, delivery) };
  }

  @Post('replay')
  @HttpCode(202)
  @NeedsKey('manage')
  @ApiOperation({ summary: 'Gives all that failed for one reason all its attempts again' })
  async replayFailed(
    @CallerOf() { workspace, keyId }: Caller,
    @Body() { error, channel, all_failed }: ReplayFailedDto,
  ): Promise<{ replayed: number }> {
    if (error == null && channel == null && all_failed !== true) {
      throw new InvalidBodyError({ detail: 'Say what to replay: "error", "channel" or "all_failed": true.' });
    }
    const filter = { error: error ?? undefined, channel: channel ?? undefined };
    return { replayed: await this.replays.all(workspace, filter, `key:${keyId}`) };
  }

  @Post(':id/replay')
  @HttpCode(202)
  @NeedsKey('manage')
  @ApiOperation({ summary: 'Gives a delivery that failed all its attempts again, at its place in its lane' })
  @ApiConflictResponse({ description: 'It has not failed' })
  replay(
    @CallerOf() { workspace, keyId }: Caller,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<DeliveryView> {
    return this.replays.one(workspace, id, `key:${keyId}`);
  }
}
