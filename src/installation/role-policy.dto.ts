import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type, plainToInstance } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsObject,
  IsOptional,
  Matches,
  ValidateNested,
  validate,
} from 'class-validator';
import { InvalidBodyError } from '../platform/errors/app-error.js';
import { faultsOf } from '../platform/errors/faults.js';
import type { RolePolicy, RoleSources } from './domain/role.js';

export const USER = /^[UW][A-Z0-9]{1,30}$/;
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

/** Who is an admin and who an operator, as people write it. */
export class RolePolicyDto {
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

export const policyIn = ({ admins, operators }: RolePolicyDto): RolePolicy => ({
  admins: sources(admins),
  operators: sources(operators),
});

/** The same check as over HTTP, for documents from elsewhere. @throws InvalidBodyError naming every fault */
export async function checkedPolicy(input: object): Promise<RolePolicy> {
  const dto = plainToInstance(RolePolicyDto, input);
  const faults = faultsOf(await validate(dto, { whitelist: true, forbidNonWhitelisted: true }));
  if (faults.length > 0) {
    throw new InvalidBodyError({ detail: 'The roles have mistakes; nothing was applied.', faults });
  }
  return policyIn(dto);
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

export const shownPolicy = ({ admins, operators }: RolePolicy): RolePolicyDto => ({
  admins: shownSources(admins),
  operators: shownSources(operators),
});
