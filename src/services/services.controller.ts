import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CallerOf, NeedsKey } from '../installation/index.js';
import { Idempotent, type IdempotentRequest } from '../platform/http/idempotency.js';
import { readStatusRange, statusRangeText } from './domain/status-range.js';
import { DEFAULT_STATUS, DEFAULT_TIMEOUT_MS, ServiceDto, ServiceRulesDto } from './service.dto.js';
import type { ServiceEntity } from './service.entity.js';
import { type ServiceRules, Services } from './services.service.js';

@ApiTags('services')
@Controller('v1/services')
export class ServicesController {
  constructor(private readonly services: Services) {}

  @Get()
  @NeedsKey('read')
  @ApiOperation({ summary: 'What /status looks at, by name' })
  async list(@CallerOf() { workspace }: Caller) {
    return { services: (await this.services.all(workspace)).map(shown) };
  }

  @Post()
  @NeedsKey('manage')
  @ApiOperation({ summary: 'Has /status look at a service' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key and body within 24 h get the first answer',
  })
  @ApiBody({ type: ServiceDto })
  async create(
    @CallerOf() { workspace, keyId }: Caller,
    @Body() body: ServiceDto,
    @Idempotent() idempotent: IdempotentRequest | undefined,
  ) {
    const by = `key:${keyId}` as const;
    return shown(await this.services.create(workspace, body.name, rulesIn(body), by, idempotent));
  }

  @Get(':name')
  @NeedsKey('read')
  @ApiOperation({ summary: 'Where a service is looked at, and what counts as up' })
  async get(@CallerOf() { workspace }: Caller, @Param('name') name: string) {
    return shown(await this.services.of(workspace, name));
  }

  @Put(':name')
  @NeedsKey('manage')
  @ApiOperation({
    summary: 'Another place or other rules; what is left out is as it is unless said otherwise',
  })
  @ApiBody({ type: ServiceRulesDto })
  async replace(
    @CallerOf() { workspace, keyId }: Caller,
    @Param('name') name: string,
    @Body() body: ServiceRulesDto,
  ) {
    return shown(await this.services.replace(workspace, name, rulesIn(body), `key:${keyId}`));
  }

  @Delete(':name')
  @HttpCode(204)
  @NeedsKey('manage')
  @ApiOperation({ summary: '/status looks at it no more' })
  async delete(@CallerOf() { workspace, keyId }: Caller, @Param('name') name: string): Promise<void> {
    await this.services.delete(workspace, name, `key:${keyId}`);
  }
}

function rulesIn({ url, method, expected_status, timeout_ms, alerts }: ServiceRulesDto): ServiceRules {
  const expected = readStatusRange(expected_status ?? DEFAULT_STATUS) ?? { from: 200, to: 299 };
  return {
    url,
    method: method ?? 'GET',
    expectFrom: expected.from,
    expectTo: expected.to,
    timeoutMs: timeout_ms ?? DEFAULT_TIMEOUT_MS,
    alerts: alerts ?? [],
  };
}

const shown = (service: ServiceEntity) => ({
  name: service.name,
  url: service.url,
  method: service.method,
  expected_status: statusRangeText({ from: service.expectFrom, to: service.expectTo }),
  timeout_ms: service.timeoutMs,
  alerts: service.alerts,
  created_by: service.createdBy,
  created_at: service.createdAt,
});
