import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsString, Matches, MaxLength } from 'class-validator';
import { type Caller, CallerOf, NeedsKey } from '../installation/index.js';
import { IsTime } from '../platform/http/body-rules.js';
import { Idempotent, type IdempotentRequest } from '../platform/http/idempotency.js';
import { EVERY, NAME, type Rotation } from './domain/rotation.js';
import { OnCall, type OnCallNow } from './on-call.service.js';
import type { StoredOverride } from './stored-overrides.js';

const USER = /^[UW][A-Z0-9]{5,30}$/;
const KEY = {
  name: 'Idempotency-Key',
  required: false,
  description: 'The same key and body within 24 h get the first answer',
};
const USER_MESSAGE = '$property must be ids of people, such as U0123456789';

class RotationRulesDto {
  @ApiProperty({ example: ['U0123456789', 'U9876543210'], description: 'In their turn' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @Matches(USER, { each: true, message: USER_MESSAGE })
  people: string[];

  @ApiProperty({ enum: EVERY, example: 'week' })
  @IsIn(EVERY, { message: `every must be one of ${EVERY.join(', ')}` })
  every: Rotation['every'];

  @ApiProperty({ example: '09:00', description: 'By the clocks of the zone' })
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, { message: 'hand_over_at must be a time of the day, such as 09:00' })
  hand_over_at: string;

  @ApiProperty({ example: 'Europe/Berlin' })
  @IsString()
  @MaxLength(60)
  zone: string;

  @ApiProperty({ example: '2026-11-23', description: 'The first of the people takes over on this day' })
  @Matches(/^\d{4}-\d\d-\d\d$/, { message: 'starts_on must be a day, such as 2026-11-23' })
  @IsTime()
  starts_on: string;
}

class RotationDto extends RotationRulesDto {
  @ApiProperty({ example: 'payments', description: 'People type /oncall payments' })
  @Matches(NAME, { message: 'name must have small letters, digits, ".", "_" and "-", such as payments' })
  name: string;
}

class OverrideDto {
  @ApiProperty({ example: 'U0123456789' })
  @Matches(USER, { message: 'user must be the id of a person, such as U0123456789' })
  user: string;

  @ApiProperty({ example: '2030-11-24T08:00:00Z' })
  @IsTime()
  from: string;

  @ApiProperty({ example: '2030-11-24T18:00:00Z' })
  @IsTime()
  to: string;
}

@ApiTags('oncall')
@Controller('v1/oncall')
export class OnCallController {
  constructor(private readonly onCall: OnCall) {}

  @Get()
  @NeedsKey('read')
  @ApiOperation({ summary: 'Rotations by name: who is on call, and who is next' })
  async list(@CallerOf() { workspace }: Caller) {
    return { rotations: (await this.onCall.all(workspace)).map(shown) };
  }

  @Post()
  @NeedsKey('manage')
  @ApiOperation({ summary: 'Makes a rotation' })
  @ApiHeader(KEY)
  @ApiBody({ type: RotationDto })
  async create(
    @CallerOf() { workspace, keyId }: Caller,
    @Body() body: RotationDto,
    @Idempotent() idempotent: IdempotentRequest | undefined,
  ) {
    const wishes = { ...rulesIn(body), name: body.name };
    return shown(await this.onCall.create(workspace, wishes, `key:${keyId}`, idempotent));
  }

  @Get(':name')
  @NeedsKey('read')
  @ApiOperation({ summary: 'Who is on call, who is next, and who stands in' })
  async get(@CallerOf() { workspace }: Caller, @Param('name') name: string) {
    return shown(await this.onCall.of(workspace, name));
  }

  @Put(':name')
  @NeedsKey('manage')
  @ApiOperation({ summary: 'Other people or times; overrides stay' })
  @ApiBody({ type: RotationRulesDto })
  async replace(
    @CallerOf() { workspace, keyId }: Caller,
    @Param('name') name: string,
    @Body() body: RotationRulesDto,
  ) {
    return shown(await this.onCall.replace(workspace, name, rulesIn(body), `key:${keyId}`));
  }

  @Delete(':name')
  @HttpCode(204)
  @NeedsKey('manage')
  @ApiOperation({ summary: 'Ends a rotation, with its overrides' })
  async delete(@CallerOf() { workspace, keyId }: Caller, @Param('name') name: string): Promise<void> {
    await this.onCall.delete(workspace, name, `key:${keyId}`);
  }

  @Post(':name/overrides')
  @NeedsKey('manage')
  @ApiOperation({ summary: 'Somebody stands in for a time; the one made last counts' })
  @ApiHeader(KEY)
  async override(
    @CallerOf() { workspace, keyId }: Caller,
    @Param('name') name: string,
    @Body() { user, from, to }: OverrideDto,
    @Idempotent() idempotent: IdempotentRequest | undefined,
  ) {
    const override = { userId: user, from: new Date(from), to: new Date(to) };
    return shown(await this.onCall.override(workspace, name, override, `key:${keyId}`, idempotent));
  }

  @Delete(':name/overrides/:id')
  @HttpCode(204)
  @NeedsKey('manage')
  @ApiOperation({ summary: 'The rotation counts again' })
  async endOverride(
    @CallerOf() { workspace, keyId }: Caller,
    @Param('name') name: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<void> {
    await this.onCall.endOverride(workspace, name, id, `key:${keyId}`);
  }
}

const rulesIn = ({ people, every, hand_over_at, zone, starts_on }: RotationRulesDto) => ({
  people,
  every,
  zone,
  handOverAt: hand_over_at,
  startsOn: starts_on,
});

const shown = ({ rotation, now, next, overrides }: OnCallNow) => ({
  name: rotation.name,
  people: rotation.people,
  every: rotation.every,
  hand_over_at: rotation.handOverAt,
  zone: rotation.zone,
  starts_on: rotation.startsOn,
  now: turnOf(now),
  next: turnOf(next),
  overrides: overrides.map(({ id, userId, from, to, createdBy }: StoredOverride) => ({
    id,
    user: userId,
    from,
    to,
    created_by: createdBy,
  })),
});

const turnOf = ({ userId, from, to, standsIn }: OnCallNow['now']) => ({
  user: userId,
  from,
  to,
  stands_in: standsIn,
});
