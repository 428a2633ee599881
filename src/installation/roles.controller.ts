import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsObject,
  IsOptional,
  Matches,
  ValidateNested,
} from 'class-validator';
import { InvalidBodyError } from '../platform/errors/app-error.js';
import { CallerOf, NeedsKey } from './api-key.guard.js';
import type { Caller } from './api-keys.service.js';
import type { RolePolicy, RoleSources } from './domain/role.js';
import { Roles } from './roles.service.js';

const USER = /^[UW][A-Z0-9]{1,30}$/;
const GROUP = /^S[A-Z0-9]{1,30}$/;

class RoleSourcesDto {
  @ApiPropertyOptional({ description: 'Whoever installed the app first' })
  @IsOptional()
  @IsBoolean()
  installer?: boolean;

  @ApiPropertyOptional({ description: 'Slack’s owners and admins of the workspace' })
  @IsOptional()
  @IsBoolean()
  slack_admins?: boolean;

  @ApiPropertyOptional({ description: 'Every full member of the workspace' })
  @IsOptional()
  @IsBoolean()
  everyone?: boolean;

  @ApiPropertyOptional({ description: 'Ids of people', example: ['U0123456789'] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1_000)
  @Matches(USER, { each: true, message: 'users must be ids of people, U…' })
  users?: string[];

  @ApiPropertyOptional({ description: 'Ids of user groups', example: ['S0123456789'] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @Matches(GROUP, { each: true, message: 'user_groups must be ids of user groups, S…' })
  user_groups?: string[];
}

class RolePolicyDto {
  @ApiProperty({ type: RoleSourcesDto })
  @IsObject()
  @ValidateNested()
  @Type(() => RoleSourcesDto)
  admins: RoleSourcesDto;

  @ApiProperty({ type: RoleSourcesDto })
  @IsObject()
  @ValidateNested()
  @Type(() => RoleSourcesDto)
  operators: RoleSourcesDto;
}

@ApiTags('roles')
@Controller('v1/roles')
export class RolesController {
  constructor(private readonly roles: Roles) {}

  @Get()
  @NeedsKey('read')
  @ApiOperation({ summary: 'Who is an admin, who an operator; everybody else is a member' })
  async policy(@CallerOf() { workspace }: Caller): Promise<RolePolicyDto> {
    return shown(await this.roles.policyOf(workspace));
  }

  @Put()
  @NeedsKey('manage')
  @ApiOperation({ summary: 'Replaces who is an admin and who an operator' })
  async apply(@CallerOf() { workspace, keyId }: Caller, @Body() body: RolePolicyDto): Promise<RolePolicyDto> {
    const policy = { admins: sources(body.admins), operators: sources(body.operators) };
    return shown(await this.roles.apply(workspace, policy, `key:${keyId}`));
  }

  @Get(':user')
  @NeedsKey('read')
  @ApiOperation({ summary: 'A person’s role, and why; null for whom nothing is allowed' })
  async of(@CallerOf() { workspace }: Caller, @Param('user') user: string) {
    if (!USER.test(user)) throw new InvalidBodyError({ detail: 'Name a person by id, U….' });
    const { role = null, why } = await this.roles.roleOf(workspace, user);
    return { user, role, why };
  }
}

const sources = ({ installer, slack_admins, everyone, users, user_groups }: RoleSourcesDto): RoleSources => ({
  ...(installer == null ? {} : { installer }),
  ...(slack_admins == null ? {} : { slackAdmins: slack_admins }),
  ...(everyone == null ? {} : { everyone }),
  ...(users == null ? {} : { users }),
  ...(user_groups == null ? {} : { userGroups: user_groups }),
});

const shownSources = ({
  installer,
  slackAdmins,
  everyone,
  users,
  userGroups,
}: RoleSources): RoleSourcesDto => ({
  installer: installer ?? false,
  slack_admins: slackAdmins ?? false,
  everyone: everyone ?? false,
  users: users ?? [],
  user_groups: userGroups ?? [],
});

const shown = ({ admins, operators }: RolePolicy): RolePolicyDto => ({
  admins: shownSources(admins),
  operators: shownSources(operators),
});
