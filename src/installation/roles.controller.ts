import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InvalidBodyError } from '../platform/errors/app-error.js';
import { CallerOf, NeedsKey } from './api-key.guard.js';
import type { Caller } from './api-keys.service.js';
import { RolePolicyDto, USER, policyIn, shownPolicy } from './role-policy.dto.js';
import { Roles } from './roles.service.js';

@ApiTags('roles')
@Controller('v1/roles')
export class RolesController {
  constructor(private readonly roles: Roles) {}

  @Get()
  @NeedsKey('read')
  @ApiOperation({ summary: 'Who is an admin, who an operator; everybody else is a member' })
  async policy(@CallerOf() { workspace }: Caller): Promise<RolePolicyDto> {
    return shownPolicy(await this.roles.policyOf(workspace));
  }

  @Put()
  @NeedsKey('manage')
  @ApiOperation({ summary: 'Replaces who is an admin and who an operator' })
  async apply(@CallerOf() { workspace, keyId }: Caller, @Body() body: RolePolicyDto): Promise<RolePolicyDto> {
    return shownPolicy(await this.roles.apply(workspace, policyIn(body), `key:${keyId}`));
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
