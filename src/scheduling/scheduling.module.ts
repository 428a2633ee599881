import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../platform/config/config.js';
import { ChartRenderer } from './chart-renderer.js';
import { ChartUploads } from './chart-uploads.js';
import { Digests } from './digests.js';
import { ReportClaims } from './report-claims.js';
import { ReportPlaces } from './report-places.js';
import { ReportRunner } from './report-runner.js';
import { ReportRuns } from './report-runs.js';
import { ReportEntity } from './report.entity.js';
import { ReportsController } from './reports.controller.js';
import { Reports } from './reports.service.js';

const WORKS = [ReportClaims, ReportRuns, ReportRunner, Digests, ChartRenderer, ChartUploads];

/** What comes by itself: digests, each at its time in its zone. */
@Module({})
export class SchedulingModule {
  static register(config: Config): DynamicModule {
    return {
      module: SchedulingModule,
      global: true,
      imports: [TypeOrmModule.forFeature([ReportEntity])],
      controllers: config.serves ? [ReportsController] : [],
      providers: [Reports, ReportPlaces, ...(config.works ? WORKS : [])],
      exports: [Reports, ReportPlaces],
    };
  }
}
