import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { AsSent, EachIsChecked } from '../platform/http/body-rules.js';
import { IsWebhookName } from '../delivery/index.js';
import { IsChannel, IsChannelIfGiven, IsPerson, NotWith } from './address-rules.js';
import { isMention } from './domain/mention.js';
import type { RouteMatch } from './domain/match.js';
import type { RouteTarget, RoutingDocument } from './domain/routing.js';
import { DEFAULT_THRESHOLD, type StormRules } from './domain/storms.js';

const isPattern = (value: unknown) =>
  (typeof value === 'string' && value !== '') ||
  (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string' && one !== ''));

const IsPattern = () =>
  ValidateBy({
    name: 'isPattern',
    validator: {
      validate: isPattern,
      defaultMessage: () => '$property must be a text, or a list of texts; * stands for anything',
    },
  });

const IsLabelPatterns = () =>
  ValidateBy({
    name: 'isLabelPatterns',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        Object.values(value).every(isPattern),
      defaultMessage: () => '$property must map each label to a text, or a list of texts',
    },
  });

const DELIVERY = ['at_least_once', 'at_most_once'] as const;

const NamesOnePlace = () =>
  ValidateBy({
    name: 'namesOnePlace',
    validator: {
      validate: (_: unknown, args) => {
        const { channel, to, webhook } = args?.object as RouteTargetDto;
        return [channel, to, webhook].filter((one) => one != null).length === 1;
      },
      defaultMessage: () => 'each element of to names one of channel, to (a person) and webhook',
    },
  });

const IsMention = () =>
  ValidateBy({
    name: 'isMention',
    validator: {
      validate: isMention,
      defaultMessage: () =>
        'mention must be "oncall:" and a rotation’s name, such as oncall:payments, the id of a person (U0123456789) or of a user group (S0123456789), "here" or "channel"',
    },
  });

const EmailInSmall = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && value.includes('@') ? value.toLowerCase() : value,
  );

const PATTERN_SCHEMA = { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] };

class RouteMatchDto implements RouteMatch {
  @ApiPropertyOptional(PATTERN_SCHEMA)
  @IsOptional()
  @IsPattern()
  type?: string | string[] | null;

  @ApiPropertyOptional(PATTERN_SCHEMA)
  @IsOptional()
  @IsPattern()
  severity?: string | string[] | null;

  @ApiPropertyOptional(PATTERN_SCHEMA)
  @IsOptional()
  @IsPattern()
  source?: string | string[] | null;

  @ApiPropertyOptional({ type: 'object', additionalProperties: PATTERN_SCHEMA })
  @IsOptional()
  @AsSent()
  @IsLabelPatterns()
  labels?: Record<string, string | string[]> | null;
}

class FallbackDto {
  @ApiProperty({ example: '#general' })
  @IsChannel()
  channel: string;
}

/** One of its three, and how sure it must be. */
class RouteTargetDto implements RouteTarget {
  @ApiPropertyOptional({ example: '#incidents' })
  @NamesOnePlace()
  @IsChannelIfGiven()
  channel?: string;

  @ApiPropertyOptional({ example: 'ann@example.com', description: 'A person, by Slack id or e-mail address' })
  @IsOptional()
  @IsPerson()
  @EmailInSmall()
  to?: string;

  @ApiPropertyOptional({ example: 'partner', description: 'A name that was made with POST /v1/destinations' })
  @IsOptional()
  @IsWebhookName()
  webhook?: string;

  @ApiPropertyOptional({
    example: 'oncall:payments',
    description:
      'Whom its posts mention: whoever is on call by a rotation, a person’s id, a user group’s id, here or channel',
  })
  @NotWith('to', 'a direct message reaches its person anyway')
  @IsOptional()
  @IsMention()
  mention?: string | null;

  @ApiPropertyOptional({
    enum: DELIVERY,
    default: 'at_least_once',
    description: 'When nobody can look whether a message arrived: post it again, or leave it to a person',
  })
  @IsOptional()
  @IsIn(DELIVERY, { message: `delivery must be one of ${DELIVERY.join(', ')}` })
  delivery?: (typeof DELIVERY)[number];
}

class RouteDto {
  @ApiProperty({ example: 'payments incidents' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  name: string;

  @ApiPropertyOptional({ type: RouteMatchDto })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => RouteMatchDto)
  match?: RouteMatchDto | null;

  @ApiProperty({ type: [RouteTargetDto] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @EachIsChecked()
  @Type(() => RouteTargetDto)
  to: RouteTargetDto[];

  @ApiPropertyOptional({ description: 'Look at the routes below too' })
  @IsOptional()
  @IsBoolean()
  continue?: boolean;
}

class StormsDto implements StormRules {
  @ApiPropertyOptional({
    default: DEFAULT_THRESHOLD,
    description: 'So many may wait in a channel; one more is a storm',
  })
  @IsOptional()
  @IsInt()
  @Min(2)
  @Max(500)
  threshold?: number | null;

  @ApiPropertyOptional({ type: RouteMatchDto, description: 'Only what matches may merge' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => RouteMatchDto)
  match?: RouteMatchDto | null;

  @ApiPropertyOptional({
    type: [RouteMatchDto],
    description: 'What matches one of these is always sent as itself',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @EachIsChecked()
  @Type(() => RouteMatchDto)
  never?: RouteMatchDto[] | null;

  @ApiPropertyOptional({ default: false, description: 'Nothing merges' })
  @IsOptional()
  @IsBoolean()
  off?: boolean | null;
}

/** A routing document, checked as a whole before it counts. */
export class RoutingDocumentDto implements RoutingDocument {
  @ApiProperty({ type: [RouteDto] })
  @IsArray()
  @ArrayMaxSize(1_000)
  @ArrayUnique((one: RouteDto | null) => one?.name, { message: 'each route needs a name of its own' })
  @EachIsChecked()
  @Type(() => RouteDto)
  routes: RouteDto[];

  @ApiProperty({ type: FallbackDto, description: 'Where everything goes that no route matches' })
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => FallbackDto)
  fallback: FallbackDto;

  @ApiPropertyOptional({
    type: StormsDto,
    description: 'When what waits in a channel becomes one summary. Critical messages never do',
  })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => StormsDto)
  storms?: StormsDto | null;
}
