import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CallerOf, NeedsKey } from '../installation/index.js';
import { InvalidBodyError } from '../platform/errors/app-error.js';
import { Idempotent, type IdempotentRequest } from '../platform/http/idempotency.js';
import { ReportChangeDto, ReportDto, ReportRunDto } from './report.dto.js';
import type { ReportEntity } from './report.entity.js';
import { type ReportRun, Reports } from './reports.service.js';

@ApiTags('reports')
@Controller('v1/reports')
export class ReportsController {
  constructor(private readonly reports: Reports) {}

  @Get()
  @NeedsKey('read')
  @ApiOperation({ summary: 'Digests that come by themselves, newest first' })
  async list(@CallerOf() { workspace }: Caller) {
    return { reports: (await this.reports.list(workspace)).map(shown) };
  }

  @Post()
  @NeedsKey('manage')
  @ApiOperation({ summary: 'Subscribes a channel or a person to a digest' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key and body within 24 h get the first answer',
  })
  @ApiBody({ type: ReportDto })
  async create(
    @CallerOf() { workspace, keyId }: Caller,
    @Body() body: ReportDto,
    @Idempotent() idempotent: IdempotentRequest | undefined,
  ) {
    const destination = destinationIn(body);
    if (destination === undefined) throw new InvalidBodyError(NOWHERE);
    const { name, schedule, zone } = body;
    const wishes = {
      name,
      schedule,
      zone,
      destination,
      covers: body.covers ?? 'day',
      paused: body.paused ?? false,
    };
    return shown(await this.reports.create(workspace, wishes, `key:${keyId}`, idempotent));
  }

  @Get(':id')
  @NeedsKey('read')
  @ApiOperation({ summary: 'A digest, with its last runs' })
  async get(@CallerOf() { workspace }: Caller, @Param('id', ParseUUIDPipe) id: string) {
    const report = await this.reports.get(workspace, id);
    return { ...shown(report), runs: (await this.reports.runsOf(workspace, id)).map(shownRun) };
  }

  @Patch(':id')
  @NeedsKey('manage')
  @ApiOperation({ summary: 'Changes what is named; `paused` stops it and starts it again' })
  async change(
    @CallerOf() { workspace, keyId }: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ReportChangeDto,
  ) {
    const { name, schedule, zone, covers, paused } = body;
    const wishes = { name, schedule, zone, covers, paused };
    const given = Object.fromEntries(Object.entries(wishes).map(([key, value]) => [key, value ?? undefined]));
    const change = { ...given, destination: destinationIn(body) };
    return shown(await this.reports.change(workspace, id, change, `key:${keyId}`));
  }

  @Delete(':id')
  @HttpCode(204)
  @NeedsKey('manage')
  @ApiOperation({ summary: 'Ends a digest' })
  async delete(
    @CallerOf() { workspace, keyId }: Caller,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<void> {
    await this.reports.delete(workspace, id, `key:${keyId}`);
  }

  @Post(':id/run')
  @HttpCode(202)
  @NeedsKey('manage')
  @ApiOperation({ summary: 'Runs it now; with `preview_to` for one person alone' })
  async run(
    @CallerOf() { workspace }: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ReportRunDto,
  ) {
    const { preview_to: person } = body;
    const run = person ? this.reports.preview(workspace, id, person) : this.reports.run(workspace, id);
    return shownRun(await run);
  }
}

const NOWHERE = {
  detail:
    'A report goes somewhere: name a channel ("channel": "#ops") or a person ("to": "ann@example.com").',
  faults: [{ pointer: '/channel', detail: 'channel or to is needed, such as "#ops"' }],
};

/** @throws InvalidBodyError */
function destinationIn({ channel, to }: ReportChangeDto): string | undefined {
  if (channel != null && to != null) {
    const detail = 'A report goes to a channel or to a person, not to both: make two of them.';
    throw new InvalidBodyError({ detail, faults: [{ pointer: '/to', detail }] });
  }
  return channel ?? to ?? undefined;
}

const shown = (report: ReportEntity) => ({
  id: report.id,
  name: report.name,
  schedule: report.schedule,
  cron: report.cron,
  zone: report.zone,
  covers: report.covers,
  destination: report.destination,
  paused: report.nextRunAt === null,
  next_run_at: report.nextRunAt,
  created_by: report.createdBy,
});

const shownRun = ({ id, slot, reason, state, error, deliveryId }: ReportRun) => ({
  id,
  slot,
  reason,
  state,
  error,
  delivery: deliveryId,
});
