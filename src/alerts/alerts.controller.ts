import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { type Caller, CallerOf, NeedsKey } from '../installation/index.js';
import type { AlertEntity } from './alert.entity.js';
import { Alerts } from './alerts.service.js';
import type { AlertState } from './domain/alert-life.js';

const STATES: AlertState[] = ['firing', 'acknowledged', 'resolved'];

class AlertsQuery {
  @ApiPropertyOptional({ enum: STATES })
  @IsOptional()
  @IsIn(STATES, { message: `state must be one of ${STATES.join(', ')}` })
  state?: AlertState;

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsUUID()
  cursor?: string;

  @ApiPropertyOptional({ default: 50, minimum: 1, maximum: 200 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
}

@ApiTags('alerts')
@Controller('v1/alerts')
export class AlertsController {
  constructor(private readonly alerts: Alerts) {}

  @Get()
  @NeedsKey('read')
  @ApiOperation({ summary: 'Alerts, newest first' })
  async list(@CallerOf() { workspace }: Caller, @Query() { state, cursor, limit }: AlertsQuery) {
    const { alerts, next } = await this.alerts.list(workspace, { state, after: cursor, limit });
    return { alerts: alerts.map(shown), next };
  }

  @Post(':id/ack')
  @HttpCode(200)
  @NeedsKey('manage')
  @ApiOperation({ summary: 'Acknowledges an alert; the card says so. Twice is success' })
  async acknowledge(@CallerOf() { workspace, keyId }: Caller, @Param('id', ParseUUIDPipe) id: string) {
    return shown(await this.alerts.acknowledge(workspace, id, `key:${keyId}`));
  }

  @Post(':id/resolve')
  @HttpCode(200)
  @NeedsKey('manage')
  @ApiOperation({ summary: 'Resolves an alert; the card says so. Twice is success' })
  async resolve(@CallerOf() { workspace, keyId }: Caller, @Param('id', ParseUUIDPipe) id: string) {
    return shown(await this.alerts.resolve(workspace, id, `key:${keyId}`));
  }
}

function shown(alert: AlertEntity) {
  return {
    id: alert.id,
    fingerprint: alert.fingerprint,
    state: alert.state,
    severity: alert.severity,
    source: alert.source,
    title: alert.title,
    labels: alert.body.labels,
    fired_at: alert.firedAt,
    acknowledged_at: alert.acknowledgedAt,
    acknowledged_by: alert.acknowledgedBy,
    resolved_at: alert.resolvedAt,
    resolved_by: alert.resolvedBy,
  };
}
