import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  MaxLength,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { AsSent, EachIsChecked, IsTime } from '../platform/http/body-rules.js';
import { IsChannel, IsPerson, NotWith, OnlyWith } from './address-rules.js';

export const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

const WEB_URL = { protocols: ['http', 'https'], require_protocol: true, require_tld: false };
/** null means the same as leaving it out, as the contract's example has it. */
const IsOptionalText = (most: number) => (target: object, property: string) => {
  IsOptional()(target, property);
  IsString()(target, property);
  MaxLength(most)(target, property);
};

const IsLabels = () =>
  ValidateBy({
    name: 'isLabels',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        Object.values(value).every((one) => typeof one === 'string'),
      defaultMessage: () => '$property must map names to texts',
    },
  });

export class FieldDto {
  @ApiProperty()
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  label: string;

  @ApiProperty()
  @IsString()
  @MaxLength(10_000)
  value: string;
}

export class LinkDto {
  @ApiProperty({ example: 'Runbook' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  text: string;

  @ApiProperty({ example: 'https://wiki.example.com/disk-full' })
  @IsUrl(WEB_URL, { message: 'url must be an http(s) URL' })
  @MaxLength(2_000)
  url: string;
}

export class ImageDto {
  @ApiProperty()
  @IsUrl(WEB_URL, { message: 'url must be an http(s) URL' })
  @MaxLength(3_000)
  url: string;

  @ApiProperty({ description: 'What the image shows, for those who can’t see it' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(2_000)
  alt: string;
}

const NotAlerting = (why: string) =>
  ValidateBy({
    name: 'notAlerting',
    validator: {
      validate: (value, args) => {
        const { type, fingerprint, status } = args?.object as NotificationDto;
        return value == null || !(type === 'alert' || (type == null && (fingerprint || status != null)));
      },
      defaultMessage: () => `$property is not for alerts: ${why}`,
    },
  });

const TIES_TO_ALERT = ({ type }: NotificationDto) => type != null && type !== 'alert';
const NeedsAlertType = () => (target: object, property: string) => {
  ValidateBy({
    name: 'needsAlertType',
    validator: {
      validate: (value, args) => value == null || !TIES_TO_ALERT(args?.object as NotificationDto),
      defaultMessage: () => '$property belongs to notifications of the type "alert"',
    },
  })(target, property);
};

/** A property of the contract that this version does not act on: null is the same as nothing, more is refused. */
const NotSupportedYet = () =>
  ValidateBy({
    name: 'notSupportedYet',
    validator: {
      validate: (value: unknown) => value == null,
      defaultMessage: () => '$property is not supported by this version; leave it out',
    },
  });

/** `POST /v1/notifications`. Only `title` is required. */
export class NotificationDto {
  @ApiPropertyOptional({
    example: 'alert',
    description: 'A dotted name; "alert" gets a card that people act on',
  })
  @IsOptional()
  @Matches(/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i, {
    message: 'type must be a dotted name, such as alert or backup.finished',
  })
  @MaxLength(100)
  type?: string | null;

  @ApiPropertyOptional({ enum: SEVERITIES, default: 'info' })
  @IsOptional()
  @IsIn(SEVERITIES, { message: `severity must be one of ${SEVERITIES.join(', ')}` })
  severity?: Severity | null;

  @ApiProperty({ example: 'Disk full on db-3' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(1_000)
  title: string;

  @ApiPropertyOptional({ description: 'Slack mrkdwn; what would ping people is shown as text' })
  @IsOptionalText(100_000)
  text?: string | null;

  @ApiPropertyOptional({ example: 'alertmanager' })
  @IsOptionalText(200)
  source?: string | null;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { service: 'payments' },
  })
  @IsOptional()
  @AsSent()
  @IsLabels()
  labels?: Record<string, string> | null;

  @ApiPropertyOptional({ type: [FieldDto] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @EachIsChecked()
  @Type(() => FieldDto)
  fields?: FieldDto[] | null;

  @ApiPropertyOptional({ type: [LinkDto] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @EachIsChecked()
  @Type(() => LinkDto)
  links?: LinkDto[] | null;

  @ApiPropertyOptional({ type: ImageDto })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ImageDto)
  image?: ImageDto | null;

  @ApiPropertyOptional({ description: 'Ties the firings of one thing to one card' })
  @NeedsAlertType()
  @IsOptionalText(500)
  fingerprint?: string | null;

  @ApiPropertyOptional({ enum: ['firing', 'resolved'] })
  @NeedsAlertType()
  @IsOptional()
  @IsIn(['firing', 'resolved'], { message: 'status must be firing or resolved' })
  status?: 'firing' | 'resolved' | null;

  @ApiPropertyOptional({ example: '#incidents', description: 'Overrides routing' })
  @IsOptional()
  @IsChannel()
  channel?: string | null;

  @ApiPropertyOptional({
    example: 'ann@example.com',
    description: 'A person, by Slack id or e-mail address: a direct message in the place of routing',
  })
  @NotWith('channel', 'a direct message is in no channel')
  @IsOptional()
  @IsPerson()
  to?: string | null;

  @ApiPropertyOptional({
    example: 'U0123456789',
    description: 'A person: shown in `channel` to them alone; who isn’t in it gets it as a direct message',
  })
  @OnlyWith('channel', 'it is shown there')
  @NotWith('to', 'one is shown in a channel, the other in direct messages')
  @NotWith('thread_key', 'nobody else could follow the thread')
  @NotAlerting('what only one person sees has no card that changes')
  @IsOptional()
  @IsPerson()
  only_to?: string | null;

  @ApiPropertyOptional({
    example: 'deploy-4711',
    description: 'What shares it goes into one thread in each destination; the first is its root',
  })
  @IsOptionalText(200)
  thread_key?: string | null;

  @ApiPropertyOptional({ example: '2026-11-23T06:00:00Z' })
  @IsOptional()
  @IsTime()
  occurred_at?: string | null;

  @NotSupportedYet()
  blocks?: null;

  @NotSupportedYet()
  actions?: null;

  @NotSupportedYet()
  metrics?: null;

  @NotSupportedYet()
  deployment?: null;
}
