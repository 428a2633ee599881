import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateBy,
} from 'class-validator';
import { readStatusRange } from './domain/status-range.js';
import { type CheckMethod, METHODS } from './service.entity.js';

export const DEFAULT_STATUS = '200-299';
export const DEFAULT_TIMEOUT_MS = 5_000;
const [SHORTEST_MS, LONGEST_MS] = [100, 10_000];
const TIMEOUT_MESSAGE = `timeout_ms must be a whole number from ${SHORTEST_MS} to ${LONGEST_MS}, such as ${DEFAULT_TIMEOUT_MS}`;
/** Something to see at both ends, no control characters, and no slash: it stands in a path. */
const NAME = /^(?=[\p{L}\p{N}])(?:[^\p{C}\p{Z}/]| (?! )){0,59}[^\p{C}\p{Z}/]$/u;
const NAME_MESSAGE =
  'name must begin with a letter or a digit and have at most 60 characters without slashes, such as payments';

const IsStatusRange = () =>
  ValidateBy({
    name: 'isStatusRange',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && readStatusRange(value) !== undefined,
      defaultMessage: () => `$property must be a status, or two with a dash, such as "${DEFAULT_STATUS}"`,
    },
  });

export class ServiceRulesDto {
  @ApiProperty({
    example: 'https://payments.example.com/health',
    description:
      'http or https; no redirect is followed. Private addresses only where the operator allows them',
  })
  @IsString()
  @MaxLength(2_000)
  url: string;

  @ApiPropertyOptional({ enum: METHODS, default: 'GET' })
  @IsOptional()
  @IsIn(METHODS, { message: `method must be one of ${METHODS.join(', ')}` })
  method?: CheckMethod;

  @ApiPropertyOptional({
    example: DEFAULT_STATUS,
    default: DEFAULT_STATUS,
    description: 'With these it is up',
  })
  @IsOptional()
  @IsStatusRange()
  expected_status?: string;

  @ApiPropertyOptional({ default: DEFAULT_TIMEOUT_MS, minimum: SHORTEST_MS, maximum: LONGEST_MS })
  @IsOptional()
  @IsInt({ message: TIMEOUT_MESSAGE })
  @Min(SHORTEST_MS, { message: TIMEOUT_MESSAGE })
  @Max(LONGEST_MS, { message: TIMEOUT_MESSAGE })
  timeout_ms?: number;

  @ApiPropertyOptional({
    example: ['payments', 'payments-db'],
    description:
      'Alerts belong to it whose label `service`, or else source, is one of these; without any, its own name',
  })
  @IsOptional()
  @IsArray({ message: 'alerts must be a list of names, such as ["payments", "payments-db"]' })
  @ArrayMaxSize(20)
  @Matches(/^[^\p{C}]{1,200}$/u, {
    each: true,
    message: 'each of alerts must be a name, such as payments-db',
  })
  alerts?: string[];
}

export class ServiceDto extends ServiceRulesDto {
  @ApiProperty({ example: 'payments', description: 'People type /status payments; case doesn’t matter' })
  @Matches(NAME, { message: NAME_MESSAGE })
  name: string;
}
