import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { IsChannelIfGiven, IsPerson } from '../notifications/index.js';
import { COVERS, type Covers } from './domain/data-window.js';

const COVERS_MESSAGE = `covers must be one of ${COVERS.join(', ')}: yesterday, or last week`;

export class ReportDto {
  @ApiProperty({ example: 'Payments, every morning' })
  @Matches(/\S/, { message: 'name must say what it is, such as "Payments, every morning"' })
  @MaxLength(100)
  name: string;

  @ApiProperty({
    example: 'weekdays 08:00',
    description:
      'Days and a time, or a cron expression of five fields. What the clocks skip comes right after; what they show twice comes once',
  })
  @IsString()
  @MaxLength(200)
  schedule: string;

  @ApiProperty({ example: 'Europe/Berlin', description: 'A time zone of the IANA’s' })
  @IsString()
  @MaxLength(60)
  zone: string;

  @ApiPropertyOptional({
    enum: COVERS,
    default: 'day',
    description: 'Yesterday, or last week from Monday on',
  })
  @IsOptional()
  @IsIn(COVERS, { message: COVERS_MESSAGE })
  covers?: Covers;

  @ApiPropertyOptional({ example: '#ops', description: 'This, or `to`' })
  @IsChannelIfGiven()
  channel?: string;

  @ApiPropertyOptional({ description: 'Or a person, by Slack id or e-mail address' })
  @IsOptional()
  @IsPerson()
  to?: string;

  @ApiPropertyOptional({ default: false })
  @IsOptional()
  @IsBoolean()
  paused?: boolean;
}

export class ReportChangeDto extends PartialType(ReportDto) {}

export class ReportRunDto {
  @ApiPropertyOptional({ example: 'U0123456789', description: 'Who alone gets it, as a preview' })
  @IsOptional()
  @IsPerson()
  preview_to?: string;
}
