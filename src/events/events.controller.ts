import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { type Caller, CallerOf, NeedsKey } from '../installation/index.js';
import { InvalidBodyError, NotFoundError } from '../platform/errors/app-error.js';
import { Events, type EventsPage, WORK_STATES, type WorkState } from './events.service.js';

class EventsQuery {
  @ApiPropertyOptional({ enum: WORK_STATES })
  @IsOptional()
  @IsIn(WORK_STATES, { message: `state must be one of ${WORK_STATES.join(', ')}` })
  state?: WorkState;

  @ApiPropertyOptional({ description: 'Slack’s name of the event, `app_mention`' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  type?: string;

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @Matches(/^\d{1,12}(\.\d{1,9})?\|[\x21-\x7b\x7d\x7e]{1,100}\|[\w.]{0,200}$/, {
    message: 'cursor must be the "next" of the page before',
  })
  cursor?: string;

  @ApiPropertyOptional({ default: 50, minimum: 1, maximum: 200 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
}

class ReplayDto {
  @ApiPropertyOptional({ description: 'Only this handler’s work, `AlertsSlack.mentioned` for instance' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  handler?: string;

  @ApiPropertyOptional({ description: 'Also what was done: its effects happen a second time' })
  @IsOptional()
  @IsBoolean()
  again?: boolean;
}

class ReplayManyDto {
  @ApiPropertyOptional({ description: 'What this handler gave up on' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  handler?: string;

  @ApiPropertyOptional({ description: 'What was given up with these words in its error' })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  error?: string;

  @ApiPropertyOptional({ description: 'Everything that was given up' })
  @IsOptional()
  @IsBoolean()
  allParked?: boolean;
}

/** What Slack sent, and what our handlers made of it. */
@ApiTags('events')
@Controller('v1/events')
export class EventsController {
  constructor(private readonly events: Events) {}

  @Get()
  @NeedsKey('read')
  @ApiOperation({ summary: 'Events from Slack, newest first, with what each handler made of them' })
  list(@CallerOf() { workspace }: Caller, @Query() { cursor, ...filter }: EventsQuery): Promise<EventsPage> {
    return this.events.list(workspace, { ...filter, after: cursor });
  }

  @Post('replay')
  @HttpCode(202)
  @NeedsKey('manage')
  @ApiOperation({ summary: 'Gives all that was given up, or a part of it, all its attempts again' })
  async replayMany(@CallerOf() { workspace }: Caller, @Body() { handler, error, allParked }: ReplayManyDto) {
    if (handler === undefined && error === undefined && allParked !== true) {
      throw new InvalidBodyError({ detail: 'Say what to replay: "handler", "error" or "allParked": true.' });
    }
    return { replayed: await this.events.replay(workspace, { handler, error }) };
  }

  @Post(':id/replay')
  @HttpCode(202)
  @NeedsKey('manage')
  @ApiOperation({ summary: 'Gives the handlers that gave up on an event all their attempts again' })
  async replay(@CallerOf() { workspace }: Caller, @Param('id') id: string, @Body() body?: ReplayDto) {
    const replayed = await this.events.replay(workspace, { id, ...body });
    if (replayed > 0) return { replayed };
    throw new NotFoundError({
      detail: `There is no parked event ${id} in this workspace. Events are kept for seven days; "again" replays one that was done.`,
    });
  }
}
