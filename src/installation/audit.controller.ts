import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Audit } from '../audit/index.js';
import { CallerOf, NeedsKey } from './api-key.guard.js';
import type { Caller } from './api-keys.service.js';

class AuditQuery {
  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  cursor?: number;

  @ApiPropertyOptional({ default: 50, minimum: 1, maximum: 200 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
}

/** It stands here because it needs keys, which the audit module below knows nothing of. */
@ApiTags('audit')
@Controller('v1/audit')
export class AuditController {
  constructor(private readonly audit: Audit) {}

  @Get()
  @NeedsKey('manage')
  @ApiOperation({ summary: 'Who did what, newest first. `hash` ties each entry to all before it' })
  async list(@CallerOf() { workspace }: Caller, @Query() { cursor, limit }: AuditQuery) {
    const { entries, next } = await this.audit.list(workspace, { before: cursor, limit });
    return {
      entries: entries.map(({ seq, at, actor, action, subject, details, hash }) => ({
        seq,
        at,
        actor,
        action,
        subject,
        details,
        hash: hash.toString('hex'),
      })),
      next,
    };
  }
}
