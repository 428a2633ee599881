import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Allow, ArrayMaxSize, IsArray, IsIn, IsObject, IsOptional, IsString } from 'class-validator';
import { Type } from 'class-transformer';
import { AsSent, EachIsChecked, IsTime } from '../../platform/http/body-rules.js';
import { ForeignFormat } from '../../platform/http/json-body.js';

const TEXTS = { type: 'object', additionalProperties: { type: 'string' } } as const;

export class AlertmanagerAlertDto {
  @ApiProperty({ enum: ['firing', 'resolved'] })
  @IsIn(['firing', 'resolved'], { message: 'status must be firing or resolved' })
  status: 'firing' | 'resolved';

  @ApiProperty(TEXTS)
  @AsSent()
  @IsObject()
  labels: Record<string, string>;

  @ApiPropertyOptional(TEXTS)
  @IsOptional()
  @AsSent()
  @IsObject()
  annotations?: Record<string, string>;

  @ApiProperty()
  @IsTime()
  startsAt: string;

  /** Alertmanager's zero time (year 1) while the alert fires. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsTime()
  endsAt?: string | null;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  generatorURL?: string;

  @ApiProperty()
  @IsString()
  fingerprint: string;
}

/**
 * Alertmanager's webhook, version 4. What we don't use is let through, since its versions add properties.
 * @see https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
@ForeignFormat()
export class AlertmanagerWebhookDto {
  @ApiProperty({ type: [AlertmanagerAlertDto] })
  @IsArray()
  @ArrayMaxSize(1_000)
  @EachIsChecked()
  @Type(() => AlertmanagerAlertDto)
  alerts: AlertmanagerAlertDto[];

  @ApiPropertyOptional()
  @Allow()
  externalURL?: string;
}
